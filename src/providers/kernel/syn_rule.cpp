#include "providers/kernel/syn_rule.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/xt_NFQUEUE.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <mutex>
#include <sstream>

namespace berth::kernel {

// A program may end without closing its listeners.
class RulesToTakeAway {
  public:
    ~RulesToTakeAway() {
        const std::lock_guard guard(lock_);
        for (SynRule* rule = first_; rule; rule = rule->next_)
            rule->take_away();
    }
    void add(SynRule& rule) {
        const std::lock_guard guard(lock_);
        rule.next_ = first_;
        if (first_)
            first_->previous_ = &rule;
        first_ = &rule;
    }
    void remove(SynRule& rule) {
        const std::lock_guard guard(lock_);
        if (&rule != first_ && !rule.previous_)
            return;
        (rule.previous_ ? rule.previous_->next_ : first_) = rule.next_;
        if (rule.next_)
            rule.next_->previous_ = rule.previous_;
        rule.next_ = rule.previous_ = nullptr;
    }

  private:
    std::mutex lock_;
    SynRule* first_ = nullptr;
};

namespace {

RulesToTakeAway rules_to_take_away;

constexpr char kMark[] = "berth-syn-";  // and the queue's number: the table's name, the comment
constexpr char kChain[] = "requests";
// After the firewall's own rules (which are at 0): what they drop never asks anybody.
constexpr uint32_t kPriority = 10;

constexpr uint16_t nft(uint16_t message) {
    return static_cast<uint16_t>((NFNL_SUBSYS_NFTABLES << 8) | message);
}

std::string mark_of(uint16_t queue) {
    return kMark + std::to_string(queue);
}

// The number at the end of a mark; -1: it is none of ours.
int queue_of(const std::string& name) {
    constexpr size_t kLength = sizeof kMark - 1;
    if (name.compare(0, kLength, kMark) != 0)
        return -1;
    uint16_t number = 0;
    const char* const end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data() + kLength, end, number);
    return error == std::errc() && rest == end ? number : -1;
}

// The queues that somebody sits at. False: nobody tells.
bool queues_in_use(std::vector<int>* numbers) {
    std::ifstream file("/proc/thread-self/net/netfilter/nfnetlink_queue");
    if (!file)
        return false;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        int number = -1;
        if (words >> number)
            numbers->push_back(number);
    }
    return true;
}

// ---- one rule's expressions ----

void batch_edge(NetfilterMessages* messages, uint16_t type) {
    messages->begin(type, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
    messages->end();
}

template <typename Body>
void expression(NetfilterMessages* messages, const char* name, Body&& body) {
    const size_t element = messages->nest(NFTA_LIST_ELEM);
    messages->text(NFTA_EXPR_NAME, name);
    const size_t data = messages->nest(NFTA_EXPR_DATA);
    body();
    messages->nest_end(data);
    messages->nest_end(element);
}

void value(NetfilterMessages* messages, uint16_t type, const void* bytes, size_t length) {
    const size_t nest = messages->nest(type);
    messages->attribute(NFTA_DATA_VALUE, bytes, length);
    messages->nest_end(nest);
}

void compare(NetfilterMessages* messages, const void* bytes, size_t length) {
    expression(messages, "cmp", [&] {
        messages->number32(NFTA_CMP_SREG, NFT_REG_1);
        messages->number32(NFTA_CMP_OP, NFT_CMP_EQ);
        value(messages, NFTA_CMP_DATA, bytes, length);
    });
}

void load(NetfilterMessages* messages, uint32_t base, uint32_t offset, uint32_t length) {
    expression(messages, "payload", [&] {
        messages->number32(NFTA_PAYLOAD_DREG, NFT_REG_1);
        messages->number32(NFTA_PAYLOAD_BASE, base);
        messages->number32(NFTA_PAYLOAD_OFFSET, offset);
        messages->number32(NFTA_PAYLOAD_LEN, length);
    });
}

void match_write(NetfilterMessages* messages, const SynRuleMatch& match) {
    expression(messages, "meta", [&] {
        messages->number32(NFTA_META_DREG, NFT_REG_1);
        messages->number32(NFTA_META_KEY, NFT_META_L4PROTO);
    });
    const uint8_t tcp = IPPROTO_TCP;
    compare(messages, &tcp, sizeof tcp);

    constexpr uint32_t kPortOffset = 2, kFlagsOffset = 13;
    const uint16_t port = htons(match.port);
    load(messages, NFT_PAYLOAD_TRANSPORT_HEADER, kPortOffset, sizeof port);
    compare(messages, &port, sizeof port);

    // SYN, and none of ACK, RST, FIN.
    const uint8_t mask = 0x17, none = 0, syn = 0x02;
    load(messages, NFT_PAYLOAD_TRANSPORT_HEADER, kFlagsOffset, sizeof mask);
    expression(messages, "bitwise", [&] {
        messages->number32(NFTA_BITWISE_SREG, NFT_REG_1);
        messages->number32(NFTA_BITWISE_DREG, NFT_REG_1);
        messages->number32(NFTA_BITWISE_LEN, sizeof mask);
        value(messages, NFTA_BITWISE_MASK, &mask, sizeof mask);
        value(messages, NFTA_BITWISE_XOR, &none, sizeof none);
    });
    compare(messages, &syn, sizeof syn);

    if (!match.any_address) {
        constexpr uint32_t kTo4 = 16, kTo6 = 24;
        const uint32_t length = match.v6 ? 16 : 4;
        load(messages, NFT_PAYLOAD_NETWORK_HEADER, match.v6 ? kTo6 : kTo4, length);
        compare(messages, match.address, length);
    }
}

void queue_write(NetfilterMessages* messages, SynRuleKind kind, uint16_t queue) {
    if (kind == SynRuleKind::statement) {
        expression(messages, "queue", [&] {
            messages->number16(NFTA_QUEUE_NUM, queue);
            messages->number16(NFTA_QUEUE_TOTAL, 1);
            messages->number16(NFTA_QUEUE_FLAGS, NFT_QUEUE_FLAG_BYPASS);
        });
        return;
    }
    struct {
        alignas(8) xt_NFQ_info_v3 info;
    } target{};
    target.info = {queue, 1, NFQ_FLAG_BYPASS};
    constexpr uint32_t kRevision = 3;
    expression(messages, "target", [&] {
        messages->text(NFTA_TARGET_NAME, "NFQUEUE");
        messages->number32(NFTA_TARGET_REV, kRevision);
        messages->attribute(NFTA_TARGET_INFO, &target, sizeof target);
    });
}

void table_remove_write(NetfilterMessages* messages, bool v6, const char* table) {
    batch_edge(messages, NFNL_MSG_BATCH_BEGIN);
    messages->begin(nft(NFT_MSG_DELTABLE), NLM_F_ACK, v6 ? NFPROTO_IPV6 : NFPROTO_IPV4, 0);
    messages->text(NFTA_TABLE_NAME, table);
    messages->end();
    batch_edge(messages, NFNL_MSG_BATCH_END);
}

// ---- iptables ----

const char* iptables_of(bool v6) {
    return v6 ? "ip6tables" : "iptables";
}

// In the mangle table, so that the verdict does not spare the packet the firewall's own rules.
std::vector<std::string> iptables_words(const SynRuleMatch& match, const char* action) {
    std::vector<std::string> words{
        iptables_of(match.v6),     "-w", "-t", "mangle", action, "INPUT", "-p", "tcp", "--dport",
        std::to_string(match.port)};
    if (!match.any_address) {
        char text[INET6_ADDRSTRLEN] = {};
        inet_ntop(match.v6 ? AF_INET6 : AF_INET, match.address, text, sizeof text);
        words.insert(words.end(), {"-d", text});
    }
    words.insert(words.end(), {"--tcp-flags", "FIN,SYN,RST,ACK", "SYN", "-m", "comment",
                               "--comment", mark_of(match.queue), "-j", "NFQUEUE", "--queue-num",
                               std::to_string(match.queue), "--queue-bypass"});
    return words;
}

// The rules of ours as iptables-save lists them.
struct IptablesRule {
    bool v6;
    int queue;
    std::vector<std::string> words;
};

std::vector<IptablesRule> iptables_rules() {
    std::vector<IptablesRule> rules;
    for (const bool v6 : {false, true}) {
        std::string text;
        if (netfilter_program_run({iptables_of(v6), "-w", "-t", "mangle", "-S", "INPUT"}, &text) !=
            0)
            continue;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            IptablesRule rule{v6, -1, {}};
            std::istringstream words(line);
            for (std::string word; words >> word;) {
                std::erase(word, '"');
                rule.queue = std::max(rule.queue, queue_of(word));
                rule.words.push_back(word);
            }
            if (rule.queue >= 0 && rule.words[0] == "-A")
                rules.push_back(std::move(rule));
        }
    }
    return rules;
}

// ---- left over ----

struct Table {
    bool v6;
    int queue;
};

std::vector<Table> tables_of_ours(NetfilterSocket* socket) {
    std::vector<Table> tables;
    NetfilterMessages request;
    request.begin(nft(NFT_MSG_GETTABLE), NLM_F_DUMP, NFPROTO_UNSPEC, 0);
    request.end();
    static_cast<void>(socket->list(request, [&](std::span<const char> message) {
        constexpr size_t kHead = NLMSG_HDRLEN + sizeof(nfgenmsg);
        if (message.size() < kHead)
            return;
        nfgenmsg head{};
        std::memcpy(&head, message.data() + NLMSG_HDRLEN, sizeof head);
        const char* at = message.data() + kHead;
        const char* const end = message.data() + message.size();
        uint16_t type = 0;
        const char* value = nullptr;
        size_t length = 0;
        while (netlink_attribute_next(&at, end, &type, &value, &length)) {
            if (type != NFTA_TABLE_NAME)
                continue;
            const int queue = queue_of(std::string(value, strnlen(value, length)));
            if (queue >= 0)
                tables.push_back({head.nfgen_family == NFPROTO_IPV6, queue});
        }
    }));
    return tables;
}

}  // namespace

// A queue is taken before its rule is made: so the rules are listed first, and one that is made
// meanwhile is not taken for left over.
std::vector<std::string> syn_rules_left_over(bool iptables, bool remove) {
    std::vector<std::string> names;
    NetfilterSocket socket;
    std::vector<Table> tables;
    if (socket.open() == 0)
        tables = tables_of_ours(&socket);
    const std::vector<IptablesRule> rules =
        iptables ? iptables_rules() : std::vector<IptablesRule>();
    std::vector<int> used;
    if (!queues_in_use(&used))
        return names;
    const auto is_used = [&](int queue) { return std::ranges::find(used, queue) != used.end(); };
    for (const Table& table : tables) {
        if (is_used(table.queue))
            continue;
        const std::string name = mark_of(static_cast<uint16_t>(table.queue));
        names.push_back(std::string("table ") + (table.v6 ? "ip6 " : "ip ") + name);
        NetfilterMessages messages;
        table_remove_write(&messages, table.v6, name.c_str());
        if (remove && socket.transact(messages, 1) != 0)
            names.pop_back();
    }
    for (const IptablesRule& rule : rules) {
        if (is_used(rule.queue))
            continue;
        names.push_back(std::string(iptables_of(rule.v6)) + " rule " +
                        mark_of(static_cast<uint16_t>(rule.queue)));
        std::vector<std::string> words{iptables_of(rule.v6), "-w", "-t", "mangle", "-D"};
        words.insert(words.end(), rule.words.begin() + 1, rule.words.end());
        if (remove && netfilter_program_run(words, nullptr) != 0)
            names.pop_back();
    }
    return names;
}

const char* syn_rule_kind_name(SynRuleKind kind) {
    switch (kind) {
        case SynRuleKind::statement:
            return "nftables' queue statement";
        case SynRuleKind::target:
            return "nftables with iptables' NFQUEUE target";
        case SynRuleKind::iptables:
            return "iptables' NFQUEUE target";
        case SynRuleKind::none:
            break;
    }
    return "none";
}

// Table, chain and rule at once, or nothing of it.
int SynRule::add_nftables(SynRuleKind kind, bool owned) {
    if (const int error = socket_.open())
        return error;
    const std::string table = mark_of(match_.queue);
    const uint8_t family = match_.v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
    constexpr uint16_t kNew = NLM_F_CREATE | NLM_F_ACK;
    NetfilterMessages messages;
    batch_edge(&messages, NFNL_MSG_BATCH_BEGIN);

    messages.begin(nft(NFT_MSG_NEWTABLE), kNew | NLM_F_EXCL, family, 0);
    messages.text(NFTA_TABLE_NAME, table.c_str());
    if (owned)
        messages.number32(NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
    messages.end();

    messages.begin(nft(NFT_MSG_NEWCHAIN), kNew, family, 0);
    messages.text(NFTA_CHAIN_TABLE, table.c_str());
    messages.text(NFTA_CHAIN_NAME, kChain);
    const size_t hook = messages.nest(NFTA_CHAIN_HOOK);
    messages.number32(NFTA_HOOK_HOOKNUM, NF_INET_LOCAL_IN);
    messages.number32(NFTA_HOOK_PRIORITY, kPriority);
    messages.nest_end(hook);
    messages.number32(NFTA_CHAIN_POLICY, NF_ACCEPT);
    messages.text(NFTA_CHAIN_TYPE, "filter");
    messages.end();

    messages.begin(nft(NFT_MSG_NEWRULE), kNew | NLM_F_APPEND, family, 0);
    messages.text(NFTA_RULE_TABLE, table.c_str());
    messages.text(NFTA_RULE_CHAIN, kChain);
    const size_t expressions = messages.nest(NFTA_RULE_EXPRESSIONS);
    match_write(&messages, match_);
    queue_write(&messages, kind, match_.queue);
    messages.nest_end(expressions);
    messages.end();

    batch_edge(&messages, NFNL_MSG_BATCH_END);
    const int error = socket_.transact(messages, 3);
    if (error != 0) {
        socket_.close();
        return error;
    }
    kind_ = kind;
    owned_ = owned;
    if (!owned)
        rules_to_take_away.add(*this);
    return 0;
}

int SynRule::add_iptables() {
    const int code = netfilter_program_run(iptables_words(match_, "-I"), nullptr);
    if (code != 0)
        return code < 0 ? ENOENT : EOPNOTSUPP;
    kind_ = SynRuleKind::iptables;
    rules_to_take_away.add(*this);
    return 0;
}

int SynRule::add(const SynRuleMatch& match, SynRuleKind only) {
    match_ = match;
    process_ = getpid();
    int error = EOPNOTSUPP;
    for (const SynRuleKind kind : {SynRuleKind::statement, SynRuleKind::target}) {
        if (only != SynRuleKind::none && only != kind)
            continue;
        for (const bool owned : {true, false}) {  // kernels before 5.12 know no owner
            error = add_nftables(kind, owned);
            if (error == 0 || error == EPERM)
                return error;
        }
    }
    return only == SynRuleKind::none || only == SynRuleKind::iptables ? add_iptables() : error;
}

void SynRule::take_away() {
    if (process_ != getpid())
        return;
    if (kind_ == SynRuleKind::iptables) {
        static_cast<void>(netfilter_program_run(iptables_words(match_, "-D"), nullptr));
        return;
    }
    NetfilterMessages messages;
    table_remove_write(&messages, match_.v6, mark_of(match_.queue).c_str());
    static_cast<void>(socket_.transact(messages, 1));
}

void SynRule::remove() {
    if (kind_ == SynRuleKind::none)
        return;
    rules_to_take_away.remove(*this);
    if (!owned_)
        take_away();
    socket_.close();
    owned_ = false;
    kind_ = SynRuleKind::none;
}

}  // namespace berth::kernel
