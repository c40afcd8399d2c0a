// Who is whose child and whose property: parents, owners, the Z-order.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "user32/window.h"
#include "nt/lasting.h"

namespace berth::user32 {

namespace {

struct Node {
    HWND parent = nullptr;
    HWND owner = nullptr;
    std::vector<HWND> children;  // from the top
};

struct Tree {
    nt::FutexMutex lock;
    // Null and HWND_MESSAGE are roots.
    std::unordered_map<HWND, Node> nodes;
};

Tree& tree() {
    // Outlives static destructors: threads may still use it while the process exits.
    static nt::Lasting<Tree> lasting;
    Tree& instance = lasting.get();
    return instance;
}

// Under the lock.
void unlink(HWND window, HWND parent) {
    const auto found = tree().nodes.find(parent);
    if (found != tree().nodes.end())
        std::erase(found->second.children, window);
}

template <typename Result, typename Body>
Result with_node(HWND window, Result none, Body&& body) {
    const std::lock_guard guard(tree().lock);
    const auto found = tree().nodes.find(window);
    return found == tree().nodes.end() ? none : body(found->second);
}

}  // namespace

void tree_add(HWND window, HWND parent, HWND owner, bool at_bottom) {
    const std::lock_guard guard(tree().lock);
    Node& node = tree().nodes[window];
    node.parent = parent;
    node.owner = owner;
    std::vector<HWND>& siblings = tree().nodes[parent].children;
    siblings.insert(at_bottom ? siblings.end() : siblings.begin(), window);
}

void tree_remove(HWND window) {
    const std::lock_guard guard(tree().lock);
    const auto found = tree().nodes.find(window);
    if (found == tree().nodes.end())
        return;
    // What another thread still owns below it has no parent from now on.
    for (const HWND child : found->second.children) {
        const auto node = tree().nodes.find(child);
        if (node != tree().nodes.end())
            node->second.parent = nullptr;
    }
    unlink(window, found->second.parent);
    tree().nodes.erase(found);
}

HWND tree_parent(HWND window) {
    return with_node<HWND>(window, nullptr, [](const Node& node) { return node.parent; });
}

HWND tree_owner(HWND window) {
    return with_node<HWND>(window, nullptr, [](const Node& node) { return node.owner; });
}

void tree_owner_set(HWND window, HWND owner) {
    with_node<bool>(window, false, [&](Node& node) {
        node.owner = owner;
        return true;
    });
}

void tree_parent_set(HWND window, HWND parent) {
    const std::lock_guard guard(tree().lock);
    const auto found = tree().nodes.find(window);
    if (found == tree().nodes.end())
        return;
    unlink(window, found->second.parent);
    found->second.parent = parent;
    std::vector<HWND>& siblings = tree().nodes[parent].children;
    siblings.insert(siblings.begin(), window);
}

std::vector<HWND> tree_children(HWND parent) {
    return with_node(parent, std::vector<HWND>(), [](const Node& node) { return node.children; });
}

std::vector<HWND> tree_owned(HWND owner) {
    const std::lock_guard guard(tree().lock);
    std::vector<HWND> owned;
    for (const auto& [window, node] : tree().nodes) {
        if (node.owner == owner)
            owned.push_back(window);
    }
    std::sort(owned.begin(), owned.end());
    return owned;
}

bool tree_belongs(HWND window, HWND ancestor) {
    const std::lock_guard guard(tree().lock);
    while (window && window != ancestor) {
        const auto found = tree().nodes.find(window);
        window = found == tree().nodes.end() ? nullptr : found->second.parent;
    }
    return window != nullptr;
}

}  // namespace berth::user32
