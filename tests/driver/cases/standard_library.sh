# The standard library's headers live with the prelude and with Windows' headers.
cat >a.cpp <<'X'
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <ranges>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>
#include <windef.h>
#include <winnt.h>
int main() {
    std::vector<int> v{3, 1, 2};
    std::ranges::sort(v);
    std::thread t([&] { v.push_back(4); });
    t.join();
    std::filesystem::path p = std::filesystem::path("a") / "b";
    std::cout << v.size() << ' ' << p.string() << ' ' << std::regex_match("ab", std::regex("a.")) << '\n';
}
X
silent berth c++ -Wall -Wextra a.cpp -o a
prints "4 a/b 1" ./a
