#include "qonys/parallel/worker_local.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace qonys {
namespace {

std::vector<int>& list()
{
    struct Lists {
        std::vector<int> values;
    };
    return kept_by_worker<Lists>().values;
}

std::vector<int>& other_list()
{
    struct Lists {
        std::vector<int> values;
    };
    return kept_by_worker<Lists>().values;
}

TEST(KeptByWorker, FindsWhatTheSameWorkerLeft)
{
    list().assign(3, 7);
    const int* const memory = list().data();
    EXPECT_EQ(list(), std::vector<int>(3, 7));
    list().clear();
    list().resize(2);
    EXPECT_EQ(list().data(), memory);
}

TEST(KeptByWorker, IsEachCallersOwn)
{
    list().assign(3, 7);
    other_list().assign(1, 8);
    EXPECT_EQ(list(), std::vector<int>(3, 7));
    EXPECT_EQ(other_list(), std::vector<int>(1, 8));
}

TEST(KeptByWorker, IsEachWorkersOwn)
{
    list().assign(3, 7);
    std::thread([] {
        EXPECT_TRUE(list().empty());
        list().assign(1, 8);
    }).join();
    EXPECT_EQ(list(), std::vector<int>(3, 7));
}

}  // namespace
}  // namespace qonys
