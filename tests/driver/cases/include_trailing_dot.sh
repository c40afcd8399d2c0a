echo '#include <WinDef.h.>
int main() { return sizeof(DWORD) == 4 ? 0 : 1; }' >a.cpp
silent berth c++ a.cpp -o a
silent ./a
