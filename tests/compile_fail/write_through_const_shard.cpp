// propose() is given a shard to read: writing through it must not compile.
#include "qonys/world/world.hpp"

int main()
{
    const qonys::WorldSchema schema = qonys::WorldSchema::create(false);
    qonys::Shard shard(qonys::ShardId(0), schema);
    shard.people().append(1);
    const qonys::Shard& read_only = shard;
    const bool male = read_only.people()[schema.person.sex][0] == qonys::Sex::male;
#ifdef QONYS_MUST_NOT_COMPILE
    read_only.people()[schema.person.sex][0] = qonys::Sex::female;
#endif
    return male ? 0 : 1;
}
