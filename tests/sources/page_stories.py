"""Ten stories in our own words about public events, for pages in many layouts: title, day, paragraphs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Story(NamedTuple):
    """What a page must yield."""

    title: str
    day: date
    author: str
    paragraphs: tuple[str, ...]


STORIES = (
    Story(
        "Kakhovka dam collapses and floods towns on the lower Dnipro",
        date(2023, 6, 6),
        "Marta Hale",
        (
            "The Kakhovka dam in southern Ukraine gave way early on Tuesday, sending a wall of water down the Dnipro "
            "and forcing thousands of people out of their homes on both banks.",
            "Kyiv and Moscow blamed each other for the destruction of the dam, which had been held by Russian forces "
            "since the first weeks of the invasion.",
            "In the city of Kherson, streets near the river were under more than two metres of water by the evening, "
            "and residents were taken out in rubber boats.",
            "The reservoir also cooled the Zaporizhzhia nuclear power plant. The International Atomic Energy Agency "
            "said there was no immediate danger because a separate pond was still full.",
            "Farmers warned that canals fed by the reservoir would run dry within weeks and that fields in the south "
            "could not be watered for years.",
        ),
    ),
    Story(
        "Explosion tears through the port of Beirut",
        date(2020, 8, 4),
        "Omar Lind",
        (
            "A huge explosion ripped through the port of Beirut on Tuesday evening, killing scores of people and "
            "shattering windows many kilometres away.",
            "Officials said that about 2,750 tonnes of ammonium nitrate had been stored in a warehouse at the port for "
            "six years without proper safety measures.",
            "Hospitals were overwhelmed, and several of them were so badly damaged that patients had to be treated in "
            "car parks.",
            "The blast destroyed the grain silos that held most of the country's wheat and was heard in Cyprus, more "
            "than 200 kilometres away.",
        ),
    ),
    Story(
        "Black Sea grain agreement is signed in Istanbul",
        date(2022, 7, 22),
        "Ines Porter",
        (
            "Ukraine and Russia signed separate agreements with Turkey and the United Nations in Istanbul on Friday to "
            "let grain leave three Ukrainian ports on the Black Sea.",
            "The ports of Odesa, Chornomorsk and Yuzhne had been blocked since February, and more than 20 million "
            "tonnes of grain were stuck in silos.",
            "Under the plan, ships are led through mined waters by Ukrainian pilots and searched near Istanbul by "
            "teams from all four parties.",
            "The Secretary-General of the United Nations called the agreement a beacon of hope for countries that "
            "depend on imported wheat.",
            "A day later, missiles struck the port of Odesa, which raised doubts about how long the arrangement would "
            "last.",
        ),
    ),
    Story(
        "Coalition says it has retaken Mosul from Islamic State",
        date(2017, 7, 10),
        "Jonas Brand",
        (
            "Iraq's prime minister declared victory in Mosul on Monday after almost nine months of fighting for the "
            "city, which Islamic State had held for three years.",
            "Large parts of the Old City lay in ruins, and aid groups said that nearly 900,000 people had fled from "
            "the fighting.",
            "The Great Mosque of al-Nuri, where the group's leader had spoken in 2014, was blown up in the last weeks "
            "of the battle.",
            "Officers warned that fighters were still hiding in tunnels and that booby traps would kill people for "
            "months to come.",
        ),
    ),
    Story(
        "Two Sudanese generals turn on each other and Khartoum wakes to gunfire",
        date(2023, 4, 15),
        "Lena Osman",
        (
            "Heavy fighting broke out in Khartoum on Saturday between Sudan's army and the paramilitary Rapid Support "
            "Forces, and both claimed to hold the presidential palace.",
            "Jets flew low over the capital and over Omdurman across the Nile, while residents sheltered in their "
            "homes without water or power.",
            "The Rapid Support Forces said they had taken the airports of Khartoum and Merowe. The army denied this "
            "and called the paramilitaries rebels.",
            "Three employees of the World Food Programme were killed in North Darfur, and the agency stopped its work "
            "in the country.",
            "Neighbouring states called for a ceasefire, and Egypt and South Sudan offered to mediate.",
        ),
    ),
    Story(
        "Armenia and Azerbaijan agree on a ceasefire in Nagorno-Karabakh",
        date(2020, 11, 10),
        "Peter Aram",
        (
            "Armenia and Azerbaijan agreed to end six weeks of fighting over Nagorno-Karabakh under a deal brokered by "
            "Russia that took effect at one in the morning on Tuesday.",
            "Azerbaijan keeps the town of Shusha, which its troops captured days earlier, and Armenia hands over three "
            "districts around the enclave.",
            "Nearly 2,000 Russian peacekeepers are to be stationed along the line of contact and in the Lachin "
            "corridor for five years.",
            "In Yerevan, angry protesters stormed the parliament building and demanded that the prime minister resign.",
        ),
    ),
    Story(
        "Strike on the Kramatorsk railway station kills more than fifty",
        date(2022, 4, 8),
        "Marta Hale",
        (
            "A missile struck the railway station of Kramatorsk in eastern Ukraine on Friday while thousands of people "
            "waited for trains to the west.",
            "The regional governor said that at least 50 people were killed, five of them children, and about 100 were "
            "injured.",
            "Part of a missile lay on the grass in front of the station, with the words “for the children” painted on "
            "its side in Russian.",
            "Russia's defence ministry denied that its forces were responsible and said they no longer used missiles "
            "of that type, which Ukraine rejected.",
            "The head of the railways said trains would go on leaving from nearby Sloviansk.",
        ),
    ),
    Story(
        "Colombia and the FARC sign a peace accord in Cartagena",
        date(2016, 9, 26),
        "Clara Ruiz",
        (
            "Colombia's president and the leader of the FARC signed a peace accord in Cartagena on Monday, using a pen "
            "made from a bullet, to end 52 years of war.",
            "More than 220,000 people were killed in the conflict and millions were driven from their homes.",
            "Under the accord, some 7,000 fighters gather in 23 zones, hand their weapons to the United Nations and "
            "form a political party.",
            "Voters were to decide on the accord in a referendum six days later, and opponents said that it let "
            "commanders off too lightly.",
        ),
    ),
    Story(
        "Protesters in Yangon march against the coup",
        date(2021, 2, 6),
        "Thin Weller",
        (
            "Tens of thousands of people marched through Yangon on Saturday in the largest protest since Myanmar's "
            "army took power on 1 February.",
            "The crowd raised three fingers, a sign of resistance, and called for the release of the elected leader, "
            "who was held at her home in Naypyitaw.",
            "The internet was shut down for most of the day, and the police blocked roads to the centre with water "
            "cannon but did not use them.",
            "Workers of several ministries put on red ribbons and stayed away from their offices.",
        ),
    ),
    Story(
        "Earthquake relief crosses from Turkey into north-west Syria",
        date(2023, 2, 9),
        "Omar Lind",
        (
            "The first convoy of the United Nations crossed from Turkey into north-west Syria on Thursday, three days "
            "after earthquakes that killed more than 20,000 people in both countries.",
            "Six lorries passed the crossing at Bab al-Hawa with blankets and tents. Roads to the crossing had been "
            "torn up by the tremors.",
            "Rescuers in Idlib said they had neither diggers nor fuel, and that they no longer heard voices under the "
            "ruins.",
            "Damascus wanted all help to go through the capital, which the groups that hold the region refused.",
            "In Aleppo, families slept in cars and mosques because they were afraid of aftershocks.",
        ),
    ),
)
