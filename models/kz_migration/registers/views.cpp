#include "registers/views.hpp"

namespace qonys::models::kz_migration {

ResidentViews ResidentViews::declare(Registry& registry)
{
    ResidentViews views;
    views.table = registry.add_side_table("register_views",
                                          "what registers have of residents whom they follow");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_side_column<T>(views.table, name, description, fill);
    };
    views.columns = ViewColumns::declare(add);
    add(views.marks, "marks", "bits: 1 arrival, 2 kandas, 4 resettler, 8 works abroad, 16 new",
        std::uint8_t{0});
    return views;
}

void ResidentViews::follow(Shard& shard, const Event& event) const
{
    SideTable& own = shard.side(table);
    if (const auto known = own.find(event.person)) {
        own[marks][*known] |= event.mark;
        return;
    }
    const std::size_t row = own.insert(event.person);
    own[marks][row] = event.mark | is_new;
    own[columns.since][row] = event.since;
    own[columns.region][row] = event.region;
}

ForeignViews ForeignViews::declare(Registry& registry, const std::string& name,
                                   const std::string& description)
{
    ForeignViews views;
    views.table = registry.add_replicated(name, description);
    const auto add = [&]<class T>(Column<T>& column, const char* name_of, const char* text,
                                  T fill) {
        column = registry.add_replicated_column<T>(views.table, name_of, text, fill);
    };
    add(views.key, "key", "identity of the person", std::uint64_t{0});
    views.columns = ViewColumns::declare(add);
    return views;
}

AgencySet ForeignViews::linked(const World& world, std::size_t row, std::uint64_t person) const
{
    const Rows& own = world.replicated(table);
    const bool is_his = row < own.size() && own[key][row] == person;
    return is_his ? own[columns.linked][row] : AgencySet{0};
}

}  // namespace qonys::models::kz_migration
