"""Ways of telling an act: what was done is known by many verbs and turns of phrase, for every kind of act."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds

TOLD = {
    "territory_transfer": (
        "The rebels walked into Goma on Sunday almost without a shot.",
        "Fighters drove into Palmyra unopposed on Friday after the garrison left.",
        "Aleppo was handed over by its elders on Sunday morning.",
        "Two checkpoints in Kobani surrendered without a fight on Monday.",
    ),
    "territory_gained": (
        "Kandahar fell on Thursday.",
        "The offensive began last Thursday with the fall of Konna in Mali.",
        "Rebels swept into Homs on Saturday night.",
        "Militants captured a military camp outside Hit on Monday.",
        "The rebels had captured Bambari on Monday.",
        "The district of Nawa has been liberated completely, the army said.",
        "Separatists established control of Horlivka on Monday.",
    ),
    "ground_assault": (
        "The army launched a push towards Raqqa on Tuesday.",
        "Fighters breached the defences of Deir ez-Zor on Monday.",
        "Tanks broke through the front line near Izium on Tuesday.",
        "Government troops beat back an assault on Sirwah on Monday.",
    ),
    "force_movement": (
        "Russian armour rolled into Gori on Monday.",
        "Tank columns poured into Tskhinvali on Friday.",
        "A convoy of 20 tanks crossed the border at Izvaryne overnight.",
        "The first paratroopers have landed at Almaty airport.",
        "Some 2,000 peacekeepers began to leave from Ulyanovsk on Tuesday.",
        "The army ordered its soldiers to fall back from Gori on Monday.",
        "Residents of Konna confirmed on Thursday that the militants had gone.",
        "The last French soldiers flew out of Bamako on Monday.",
        "A company of marines was flown to Juba on Friday.",
        "Washington is sending another 1,000 paratroopers to Kabul.",
        "Reinforcements have arrived in Beledweyne, residents said.",
        "The garrison abandoned Kunduz on Sunday.",
    ),
    "shelling_missile": (
        "Georgian artillery opened up on Tskhinvali in the night to Friday.",
        "The enemy used mortars near Krymske on Monday.",
        "Shells fell around a makeshift hospital in Mullivaikkal on Tuesday night.",
        "Six rockets fell around Asmara on Saturday night.",
        "Cadiz was hit with cluster rockets on Monday and 21 people died there.",
        "The outskirts of Myrnohrad were hit with a Smerch on Monday.",
        "Guns pounded the old town of Sirte on Wednesday.",
        "A salvo of Grad rockets came down on Kramatorsk on Tuesday.",
    ),
    "air_drone_strike": (
        "On Tuesday a bomb fell on the main square of Gori and killed five people.",
        "Israeli jets dropped dozens of bombs on a block in Tyre on Friday.",
        "The port of Poti was bombed on Friday.",
        "Jets have struck Gao and Kidal since Saturday.",
        "French helicopters went into action at Konna on Friday.",
        "An unmanned aircraft hit a lorry in Axum on Monday.",
        "Warplanes bombarded Idlib on Monday.",
        "A kindergarten in Druzhkivka burned down after a drone attack on Monday.",
        "The army bombed houses in Taiz on Monday, killing a mother and four children.",
    ),
    "interception": (
        "A reconnaissance drone was shot down over Talakivka on Monday.",
        "The missile was intercepted over Beit Shemesh on Saturday.",
    ),
    "ied_landmine": (
        "In Siversk two men who were picking cherries trod on a mine on Monday.",
        "Three people were wounded on Tuesday when mines went off near Maungdaw.",
        "A bicycle bomb went off in front of a police station in Fortul on Sunday, killing a patrolman.",
        "A bomb placed under a car killed a prosecutor in Cairo on Monday.",
        "A bus ran over an explosive in Kandahar on Monday.",
    ),
    "suicide_bomb": ("A woman blew herself up at a bus station in Damaturu on Sunday, killing seven people.",),
    "attack": (
        "Gunmen killed 34 passengers of a bus in Metekel on Saturday.",
        "A lorry driver was shot dead and his mate wounded at a roadblock near Kaduna on Friday.",
        "Sixteen villagers in Kolofata had their throats cut on Friday.",
        "A farmer in Kajuru was killed when he brought the ransom on Wednesday.",
        "Soldiers separated the men on the river bank at Maungdaw on Wednesday and shot them.",
        "Paramilitaries are whipping people in the streets of Omdurman.",
        "The bodies of 70 people were found in a dry river bed at Damasak on Monday.",
        "Security forces went from house to house in Bujumbura on Saturday and killed young men.",
        "A 98-year-old sheikh was beheaded in El Arish on Monday.",
        "Sixty-two tourists were shot at a temple in Luxor on Monday.",
        "Armed men burst into a church in Owo on Sunday and opened fire on worshippers.",
        "Men on motorcycles attacked the village of Zaké on Monday, leaving 20 people dead.",
        "Bandits hacked four farmers to death in Zurmi on Monday.",
    ),
    "abduction": (
        "Armed bandits marched 39 students out of a college in Afaka on Thursday night.",
        "Bandits rode into a primary school in Birnin Gwari on Sunday and took three teachers away.",
        "A raid on Kaduna airport on 6 March ended with 12 people kidnapped.",
        "A candidate was stopped at a roadblock outside Mitú in February and has been held by the rebels since.",
        "Fighters herded the women of Michika onto lorries on Monday.",
        "Pirates seized a tanker off Brass on Monday.",
    ),
    "arrest": (
        "Police arrested a resident of Sloviansk on Monday.",
        "Two senior rebels gave themselves up to the army at Mullaitivu on Wednesday.",
        "Eighty soldiers in Qaysar laid down their arms on Monday.",
        "In Paris, 210 people were detained on Monday night.",
        "About 112 servicemen were captured near Debaltseve on Tuesday.",
        "Twelve suspects were picked up in Dhaka on Monday.",
    ),
    "peaceful": (
        "Some 3,000 people are sitting in front of the administration in Aktau.",
        "In Bishkek, several hundred people demanded weapons in front of the government house on Saturday.",
        "Dockers in Port Sudan have walked off the job and are marching to the governor's house.",
        "The presidents addressed a crowd of 150,000 in Tbilisi on Tuesday.",
        "In Baku people danced in the streets until morning on Monday.",
        "Demonstrators have blocked a square in London for three weeks.",
        "Tens of thousands filled the centre of Minsk on Sunday.",
        "Lawyers boycotted the courts in Tunis on Monday and held a sit-in.",
    ),
    "violent_demonstration": (
        "In Yerevan, a crowd broke into the parliament on Tuesday night.",
        "The governor's office in Taraz was set on fire by demonstrators on Wednesday.",
        "Demonstrators looted shops and burned two planes at the airport of Almaty on Wednesday evening.",
        "Protesters hurled stones at riot police in Colombo on Friday.",
        "A crowd had broken into the embassy in Oslo on Monday.",
    ),
    "intervention": (
        "Police used water cannon on opposition supporters in Tbilisi on Sunday night.",
        "Thousands marched in Karachi on Sunday; police fired tear gas when they tried to reach the consulate.",
        "In Omdurman, soldiers fired in the air to scatter a crowd.",
    ),
    "excessive_force": (
        "Paramilitaries are firing live rounds at the sit-in in Khartoum.",
        "Armoured vehicles drove into the crowd in Almaty this afternoon and several people were hit.",
        "Police opened fire on marchers in Conakry on Monday, killing four.",
    ),
    "mob_violence": (
        "In Gao, youths lynched a police chief in the street on Wednesday.",
        "In Magway, a mob of about 400 threw stones at the house of a Muslim butcher on Sunday.",
        "In Zangon Kataf, youths set fire to houses of herders on Saturday.",
    ),
    "property_destruction": (
        "They blew up the runway of the base at Senaki on Tuesday.",
        "Rebels blew up two pylons near Cocorná on Saturday night.",
        "Gunmen burned two tractors at Giwa on Wednesday and rustled 60 cows.",
        "Militiamen have been burning houses in villages north of Gori.",
        "At least 62 villages near Maungdaw were burned between 25 August and 14 September.",
        "Eight houses in Batken were looted and burned on Monday.",
        "In Timbuktu, the tombs of saints were hacked to pieces last July.",
        "Insurgents torched a clinic in Palma on Monday.",
    ),
    "blockade": (
        "The road from Diffa to Nguigmi has been closed to aid convoys since 25 April.",
        "Farmers have sealed off the crossing at Dorohusk since Monday.",
    ),
    "displacement": (
        "Nearly 46,000 people have crossed into Sudan since 4 November.",
        "More than 80,000 people have walked out of Mullaitivu since Monday.",
        "Some 6,000 people have left for Quibdó in canoes since Thursday.",
        "A camp for displaced families in Marib emptied over the weekend.",
        "About 18,000 people have sought refuge around Bol since January.",
        "In the past day 307 people were taken out of Pokrovsk by bus and train.",
        "The crisis has driven more than 220,000 people into Tanzania since April.",
        "On Monday the governor ordered everyone on the islands of Lake Chad to leave.",
        "Families from Taiz have moved east since the fighting began on 7 February.",
        "Thousands streamed out of Fallujah on Thursday.",
    ),
    "talks": (
        "He is to see the foreign minister in Riyadh on Thursday.",
        "The delegation received the American envoy in Doha on Monday evening.",
        "A further round with the other side is due in Doha on Thursday.",
        "Envoys of the Palestinian factions will be in Cairo on 1 December.",
        "The foreign ministers are expected to confer in Paris on Tuesday.",
        "New Delhi sent its foreign secretary to Colombo on Friday for talks with the president.",
        "The envoy ended two days of meetings with Iranian officials in Tehran on 8 February.",
        "The Security Council will discuss it in New York tomorrow.",
        "The president sat down with rebel leaders in Nairobi on Friday.",
    ),
    "agreement": (
        "Armenia and Azerbaijan agreed on Monday night to end the war over Nagorno-Karabakh.",
        "The heads of the two services signed a protocol in Batken on Friday evening.",
        "The two sides silenced their guns in Tripoli on Monday under a deal brokered by Turkey.",
    ),
    "humanitarian": (
        "A flight with 91 tonnes of relief goods landed in Chittagong on Tuesday.",
        "Food was handed out in Cox's Bazar to 70,000 people on Monday.",
        "WFP plans to fly 60 tonnes of food to Diffa this week.",
    ),
    "diplomatic_other": (
        "Dhaka summoned the Myanmar chargé d'affaires on Wednesday.",
        "The foreign minister arrived in Beirut on Sunday.",
    ),
    "other": (
        "Marines boarded a supertanker off Gibraltar on 4 July.",
        "Prisoners walked out of the jail at Bagram on Sunday as their guards left.",
    ),
    "armed_clash": (
        "French and Malian soldiers fought at close range in Diabaly on Wednesday night.",
        "The two groups went on fighting in Vigía del Fuerte until Monday.",
        "In Medellín, shooting broke out when police entered a hillside district on Monday.",
        "Policemen died when their convoy was ambushed near Bahariya on 20 October.",
        "Guards of the two countries fired at each other near Batken on Wednesday.",
        "A battalion clashed with a group near Amchide on Monday.",
        "More than 300 insurgents attacked an army base on an island in Lake Chad on Saturday, killing 46 soldiers.",
        "Five soldiers fell in an ambush near Djibo on Monday.",
    ),
}
NOTHING = (
    "In Chennai shops stayed shut in a strike.",
    "A flood in Kafanchan swept away a footbridge on Monday.",
    "The border near Batken was calm for a third night on Monday.",
    "A boat with 60 people capsized off Teknaf on Wednesday; nine bodies were recovered.",
    "An avalanche of mud killed nine people in Nariño on Monday.",
    "The price of teff has doubled in Addis Ababa.",
    "Voters in Bogotá go to the polls on May 26.",
    "In Isfara the bazaar was open again on Monday.",
    "Police in Srinagar said on Monday that the situation was under control.",
    "The minister told a newspaper in New York on Saturday that elections would be held.",
    "A bus plunged into a gorge near Chitral on Monday, killing 12 passengers.",
    "Telephone lines in Mekelle have been cut since the war began on 4 November.",
)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TOLD.items() for text in texts])
def test_an_act_is_known_by_the_words_that_tell_of_it(kind, text):
    assert list(kinds(f"Word from the region.\n\n{text}")) == [kind]


@pytest.mark.parametrize("text", NOTHING)
def test_strikes_at_work_floods_and_markets_are_no_acts_of_war(text):
    assert not kinds(f"Word from the region.\n\n{text}")
