# What programs expect of Microsoft's C++ library and C runtime beyond the standards: headers that come
# along with others, exceptions with a text, positions that are numbers.
cat >a.cpp <<'X'
#include <iostream>
#include <mutex>
#include <queue>
struct Loose : std::exception { const char* what() const { return "loose"; } };
static void say(const std::exception& e) { std::cout << e.what() << '\n'; }
int main() {
    std::shared_ptr<int> p = std::make_shared<int>(3);
    std::function<int()> f = [&] { return *p; };
    std::queue<int> q;
    std::tr1::shared_ptr<int> old = p;
    int v[] = {2, 1};
    std::sort(v, v + 2);
    std::cout << f() << v[0] << pow(2.0, 3) << '\n';
    try { throw std::exception("my text"); } catch (const std::exception& e) { say(e); }
    try { throw std::exception(); } catch (const std::exception& e) { say(e); }
    try { throw Loose(); } catch (std::exception& e) { say(e); }
    try { throw std::runtime_error("standard"); } catch (std::exception& e) { say(e); }
    std::exception one("first"), two(one), three;
    three = two;
    two = std::exception("second");
    say(one), say(two), say(three);
    FILE* t = tmpfile();
    fputs("hello", t);
    fpos_t at = 0;
    fgetpos(t, &at);
    at = at - 2;
    fsetpos(t, &at);
    std::cout << (char)fgetc(t) << at << '\n';
}
X
silent berth c++ a.cpp -o a
prints "318
my text
std::exception
loose
standard
first
second
first
l3" ./a
cat >b.cpp <<'X'
#include <string>
#include <vector>
int at(const std::vector<int>& v, int x) {
    auto found = std::find(v.begin(), v.end(), x);
    if (found == v.end()) throw std::out_of_range("none");
    return *found;
}
X
silent berth c++ -c b.cpp -o b.o
