// The netfilter rule that hands a port's connection requests (TCP's SYN) to a queue. Where the
// kernel's nftables has a queue statement, by that; else by nftables with iptables' NFQUEUE target;
// else by the iptables program. A table of its own for each queue, named after it: so that it can
// be found and removed when its program was killed. Whoever is not at the queue any more is passed
// by (bypass).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "providers/kernel/netfilter.h"

namespace berth::kernel {

struct SynRuleMatch {
    bool v6 = false;
    bool any_address = true;
    uint8_t address[16] = {};
    uint16_t port = 0;  // host order
    uint16_t queue = 0;
};

enum class SynRuleKind : uint8_t { none, statement, target, iptables };
const char* syn_rule_kind_name(SynRuleKind kind);

class SynRule {
  public:
    SynRule() = default;
    ~SynRule() { remove(); }
    SynRule(const SynRule&) = delete;
    SynRule& operator=(const SynRule&) = delete;

    // `only`: none: whichever the kernel can. 0 or an errno.
    int add(const SynRuleMatch& match, SynRuleKind only = SynRuleKind::none);
    void remove();
    SynRuleKind kind() const { return kind_; }

  private:
    friend class RulesToTakeAway;

    void take_away();
    int add_nftables(SynRuleKind kind, bool owned);
    int add_iptables();

    // While it is open the kernel keeps the table; with it, it goes.
    NetfilterSocket socket_;
    SynRuleMatch match_;
    SynRuleKind kind_ = SynRuleKind::none;
    bool owned_ = false;
    int process_ = 0;  // which added it: a child's exit leaves it alone
    // In the list of those that the kernel does not take away by itself.
    SynRule* next_ = nullptr;
    SynRule* previous_ = nullptr;
};

// Rules whose queue nobody sits at, since their program was killed: what they are called, for
// people. `remove`: and removes them. `iptables`: asks the iptables program for its rules, too.
std::vector<std::string> syn_rules_left_over(bool iptables, bool remove);

// netfilter_program.cpp: runs a program of the system's. Its exit code, -1 where it could not be
// run; `output`: what it wrote, unless null.
int netfilter_program_run(const std::vector<std::string>& words, std::string* output);

}  // namespace berth::kernel
