// Speaks the least of Streamlit's component protocol: ready, render, no height.
const tell = (type, body) =>
  window.parent.postMessage({ isStreamlitMessage: true, type, ...body }, "*");

let shown = null;

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.data.type !== "streamlit:render") return;
  const place = event.data.args.place;
  if (shown !== null && shown !== place) {
    window.parent.document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }
  shown = place;
});

tell("streamlit:componentReady", { apiVersion: 1 });
tell("streamlit:setFrameHeight", { height: 0 });
