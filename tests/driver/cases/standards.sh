# C++20 unless the user says otherwise.
echo 'static_assert(__cplusplus == 202002L); int main() { return 0; }' >a.cpp
silent berth c++ -c a.cpp
echo 'static_assert(__cplusplus == 201703L, ""); int main() { return 0; }' >a.cpp
silent berth c++ -std=c++17 -c a.cpp
