"""Names for people whose own is not asked: kind to everybody, and easy to remember."""

import secrets

_FIRST = """
Amber Autumn Azure Bright Brisk Calm Candid Clear Cobalt Copper Coral Crimson Crystal Daring Dawn
Early Emerald Fair Firm Fresh Gentle Golden Granite Hazel High Honest Indigo Ivory Jade Keen Kind
Lively Lucid Marble Merry Mild Misty Noble Northern Open Patient Pearl Polar Quick Quiet Rapid Ruby
Sage Sapphire Silver Snowy Solar Southern Spring Steady Still Summer Sunny Swift Topaz Velvet Vivid
Warm Western Winter Wise
"""
_SECOND = """
Alder Albatross Aspen Beacon Birch Bridge Canyon Cedar Cloud Comet Compass Condor Crane Creek
Cypress Delta Dolphin Eagle Elm Falcon Fern Finch Fjord Forest Garden Glacier Harbour Hawk Heron
Hill Island Juniper Kestrel Kingfisher Lagoon Lake Lantern Larch Lark Laurel Linden Lynx Magnolia
Maple Martin Meadow Meteor Mountain Oak Ocean Olive Orchid Osprey Otter Palm Peak Pine Plover Poplar
Prairie Rain Raven Reef Ridge River Robin Rowan Sail Sequoia Shore Sparrow Spruce Star Stone Stork
Summit Swallow Swan Tern Thistle Thrush Tide Valley Willow Wind Wren
"""


def pseudonym() -> str:
    """Two words that somebody can remember and that say nothing about them."""
    return f"{secrets.choice(_FIRST.split())} {secrets.choice(_SECOND.split())}"
