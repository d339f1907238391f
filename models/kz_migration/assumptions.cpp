#include "assumptions.hpp"

namespace qonys::models::kz_migration {
namespace {

using Sentences = std::vector<std::string>;

Sentences of_the_start()
{
    return {
        "Start: ages by region are estimated (births 2000-2024 with survival, census bands), not "
        "counted.",
        "Start: women have a partner with the share of their age, and a man older by a normal gap.",
        "Start: three children in ten go as readily to a woman without partner.",
        "Start: unrelated adults never share a home; adults left over live alone or join "
        "relatives.",
        "Start: who works is read off a profile by age and sex, raised to the level of the region.",
        "Start: enrolment by age is assumed; children born earlier follow cumulated rates.",
        "Start: citizens abroad are mostly men and young adults, from all regions and levels of "
        "education alike.",
        "Start: whole households live elsewhere than they are registered, as many as presence_gap.",
        "Start: an employer's size and sector mix by region are the nation's."};
}

Sentences of_demography()
{
    return {
        "Deaths and births: hazards of a month are constant, and rates of the last known year go on "
        "along the named path.",
        "Deaths: children without an adult join any household of the region, as no kinship is known.",
        "Births: single, at no distance from the one before, and whether or not there is a partner.",
        "Unions: the share with a partner by age keeps itself; women set the pace.",
        "Unions: people meet within region, kin group and age band; none crosses regions.",
        "Divorce: falls in a straight line between two ages of the wife; the man leaves, children stay.",
        "Leaving home: single adults go to live alone in the same region, the young more seldom.",
        "Schooling: every age group keeps the census of 2021; steps fall on birthdays 15, 20 and 25."};
}

Sentences of_labour()
{
    return {
        "Work: who studies, works or stays out follows a lasting place at the shares of the start; "
        "wages and jobs change nobody's participation, and hours are fixed.",
        "Work: skills follow education alone, and the self-employed have no income.",
        "Employers: demand by region and sector is given (labour_demand_path); employers compete "
        "for it, "
        "by luck that fades.",
        "Employers: each looks at its market and pay four times a year.",
        "Employers: local services follow the region's labour force (local_demand).",
        "Employers: staff too many goes by attrition and then by layoffs at a fixed speed; the "
        "large "
        "close more seldom, by the square root of size.",
        "Wages: never fall in tenge, follow a wage curve slowly, and rise where posts stay open.",
        "Own business: begins among the unemployed as often as one ended at the start.",
        "Money for businesses: the part of borrowers who would not have begun without it is given, "
        "and "
        "those who had a business before alone gain, one for one with measured profit.",
        "Money for businesses: seven tenths of what support makes is taken from others of the "
        "region.",
        "Money for businesses: who defaults, and what collateral brings, is assumed.",
        "Search: jobs end at a rate by sector and age; half of the unemployed ask in a month, and "
        "posts "
        "in the last sector weigh five times as much.",
        "Search: seekers ask in their own region and one sector, for posts of their skill or, less "
        "often, a level off it."};
}

Sentences of_movement()
{
    return {
        "Moves: half of the last change of a region's moves per head goes on, and half of that again.",
        "Moves: half of the rise of registered moves since 2019-2022 is late registration, which dies "
        "out by 2028.",
        "Moves: families move by the age of one adult; adults of 17-34 without partner and children may "
        "leave alone.",
        "Moves: whoever is registered elsewhere does not move on before he has registered.",
        "Moves: a region's own conditions draw people in and do not change how many leave it.",
        "Moves: elasticities to wages, housing, growth and kin are priors from elsewhere.",
        "Registration: nine moves in ten are registered at once, the others at a hazard that meets the "
        "registered level.",
        "Registration: the long unregistered register at 0.5 % a year, nearly all of them in Astana."};
}

Sentences of_control()
{
    return {
        "Irregular people: nobody counted them; their number follows from assumed flows, set so "
        "that some 82 "
        "thousand are fined a year, as in 2024.",
        "Irregular people: a fifth of household workers stay on when their permit ends, half of "
        "those who were "
        "refused an extension; they do not move between regions.",
        "Irregular people: households that want one are never short; employers hire them for "
        "vacant posts of low and "
        "middle skill only, a fifth of those outside the budget.",
        "Control: chances to be found are alike for all irregular people of a region, whatever "
        "they do.",
        "Control: twice the chance to be found takes off 16 % of hires and of stays without a "
        "right, twice the fine 7 %.",
        "Control: no figure of inspections, of their cost or of the cost of an expulsion is "
        "known."};
}

Sentences of_integration()
{
    return {
        "Courses: whoever is not reached in the month of the status never is; half of new kandas are.",
        "Courses: nobody drops out, and everybody of 18-62 who is reached takes all hours.",
        "Courses: effects are those of other countries, halved or at their low end; gains grow in a "
        "straight line from the second to the sixth year.",
        "Courses: a household moves on or goes back by the mean of its adults' hours.",
        "Kandas: 3 % go back abroad within five years, whole households without adults from here; "
        "so many fewer leave otherwise.",
        "Ata Zholy: no card can be had; a thousand people a year would come on one, whole families, "
        "beside the published arrivals."};
}

Sentences of_the_border_and_programmes()
{
    return {
        "Departures: region and age are assumed and those of one year; both sexes have one rate.",
        "Departures: households leave at the rate of their children; adults at what is left of theirs.",
        "Arrivals: regions and family sizes are assumed; couples and children by fixed chances.",
        "Kandas: applicants are one and a half times those received in 2024 and choose regions as the "
        "quotas of 2022-2026 stand; support does not change demand yet.",
        "Kandas: grants beyond arrivals go to Kazakhs here without status, eight years' worth at the start.",
        "Kandas: the status lasts twelve months on average before citizenship.",
        "Resettlement: so many apply that the quota binds, unemployed citizens of sending regions only.",
        "Resettlement: families choose among regions with places by quota and distance.",
        "Support: half of the applications of 2025 would not be made without it; one elasticity to its "
        "value in yearly wages, for a typical family.",
        "Support: homes cost new housing in the capital times an assumed rural factor and keep their "
        "price in MCI; certificates go to resettlers alone, by lot.",
        "Work on arrival: three months of asking for posts; employers take the subsidy for 3 hires in 10, "
        "and it moves a settler up the queue by 3 %.",
        "Contracts: half of the families that break one pay back all that is due.",
        "Contracts: what a family expects to pay back holds it by the elasticity at which support drew "
        "families; nobody waits for the end of his contract.",
        "Return: front-loaded by years since the move; those resettled before the start are drawn among "
        "Kazakh households of receiving regions.",
        "Quotas: places are released along a monthly path; unused ones are carried within the year."};
}

Sentences of_foreigners()
{
    return {
        "Students: as many begin each year as in 2024; fields, regions and places are assumed, and "
        "places do not bind.",
        "Students: information alone wins nobody; waiting for a visa and the right to work later "
        "do.",
        "Students: one graduate in twenty settles under any rules, within published arrivals; "
        "three in "
        "ten of the others stay to work if they may.",
        "Specialists: who would come on visas of their own is assumed, 300 a year; investors open "
        "no "
        "employers.",
        "Screening: the head of a family is scored on an assumed scale of 1,000 points; families "
        "follow."};
}

Sentences of_work_abroad()
{
    return {
        "Work abroad: the count of 2024 goes on; who leaves, how long they stay and who has no "
        "right to "
        "work are assumed, and the start is the state at which all that keeps itself.",
        "Work abroad: everybody is asked in one month of the year; nobody leaves who alone looks "
        "after "
        "minors, and no family goes along.",
        "Work abroad: pay there grows as pay here; what is sent home changes nobody's behaviour "
        "here.",
        "Work abroad: agreements raise leavings in a straight line over ten years and protect "
        "half; "
        "watching alone changes nobody's behaviour.",
        "Work abroad: births to women abroad and deaths are those of residents of their region."};
}

Sentences of_registers()
{
    return {
        "Registers: what share of events an agency records, how late and how often twice is "
        "assumed; a record once made is right, and those of residents are closed within the "
        "quarter.",
        "Registers: whoever is missed by an agency at one event is missed at the next; links "
        "alone change nobody's behaviour.",
        "Registers: pupils are at school where they live; a family found by that registers "
        "within a year mostly."};
}

}  // namespace

std::vector<std::string> assumptions()
{
    Sentences all;
    for (const Sentences& part : {of_the_start(), of_demography(), of_labour(), of_movement(),
                                  of_the_border_and_programmes(), of_integration(), of_control(),
                                  of_foreigners(), of_work_abroad(), of_registers()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

}  // namespace qonys::models::kz_migration
