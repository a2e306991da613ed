// Checks PDF files against PDF/UA-1 and PDF/A-3a with the veraPDF engine.
//
//     java -cp ENGINE.jar Conformance.java FILE.pdf...
//
// Prints, for each file and profile, how many checks were made and each rule that failed. The
// engine reads its rules with JAXB, which current Java has no more; they are read here instead.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Conformance {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, PDFAFlavour> profiles =
                Map.of("PDFUA-1", PDFAFlavour.PDFUA_1, "PDFA-3A", PDFAFlavour.PDFA_3_A);
        for (String file : files) {
            for (Map.Entry<String, PDFAFlavour> each : profiles.entrySet()) {
                check(new File(file), each.getKey(), each.getValue());
            }
        }
    }

    private static void check(File file, String name, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(read(name, flavour), false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println(name + " " + file.getName() + " " + result.getTotalAssertions());
            for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                RuleId rule = failed.getKey();
                System.out.println("FAILED " + name + " " + file.getName() + " " + rule.getClause()
                        + "-" + rule.getTestNumber() + " " + failed.getValue() + " times");
            }
        }
    }

    private static ValidationProfile read(String name, PDFAFlavour flavour) throws Exception {
        try (InputStream content = Conformance.class.getClassLoader()
                .getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml")) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(content).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : inside(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : inside(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                        variable.getAttribute("object"), text(variable, "defaultValue"),
                        text(variable, "value")));
            }
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(name, "", "veraPDF", new Date(0)), "",
                    rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = inside(rule, "id").get(0);
        List<ErrorArgument> none = Collections.emptyList();
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), none), Collections.emptyList());
    }

    private static List<Element> inside(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return inside(parent, name).get(0).getTextContent();
    }
}
