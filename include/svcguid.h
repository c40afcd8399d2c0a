/*
 * Service classes for WSALookupServiceBegin in the DNS namespace.
 * https://learn.microsoft.com/windows/win32/winsock/name-resolution-data-structures-2
 */
#ifndef _SVCGUID_H_
#define _SVCGUID_H_

#include "guiddef.h"

/* The local computer's name, or the addresses of the host that is asked for. */
static const GUID SVCID_HOSTNAME = {0x0002A800, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
/* From an address in text to a name. */
static const GUID SVCID_INET_HOSTADDRBYINETSTRING = {
    0x0002A801, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID SVCID_INET_SERVICEBYNAME = {0x0002A802, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
/* From a name to addresses; LUP_RETURN_BLOB gives a hostent whose pointers are offsets. */
static const GUID SVCID_INET_HOSTADDRBYNAME = {0x0002A803, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

/* The class of a TCP or UDP port, in the host's byte order; with _RR that of a DNS record type. */
#define BERTH_SVCID(transport, port, record)                                                       \
    {                                                                                              \
        ((unsigned int)(transport) << 16) | (unsigned short)(port), 0, (unsigned short)(record), { \
            0xC0, 0, 0, 0, 0, 0, 0, 0x46                                                           \
        }                                                                                          \
    }
#define SVCID_TCP_RR(_Port, _RR) BERTH_SVCID(0x0009, _Port, _RR)
#define SVCID_TCP(_Port) SVCID_TCP_RR(_Port, 0)
#define SVCID_UDP_RR(_Port, _RR) BERTH_SVCID(0x000A, _Port, _RR)
#define SVCID_UDP(_Port) SVCID_UDP_RR(_Port, 0)
#define SVCID_NETWARE(_SapId) BERTH_SVCID(0x000B, _SapId, 0)
#define SVCID_DNS(_RecordType) SVCID_TCP_RR(53, _RecordType)

#define BERTH_SVCID_SET(guid, transport, port, record)          \
    do {                                                        \
        static const GUID base_ = BERTH_SVCID(transport, 0, 0); \
        *(guid) = base_;                                        \
        (guid)->Data1 |= (unsigned short)(port);                \
        (guid)->Data3 = (unsigned short)(record);               \
    } while (0)
#define SET_TCP_SVCID_RR(guid, _Port, _RR) BERTH_SVCID_SET(guid, 0x0009u, _Port, _RR)
#define SET_TCP_SVCID(guid, _Port) SET_TCP_SVCID_RR(guid, _Port, 0)
#define SET_UDP_SVCID_RR(guid, _Port, _RR) BERTH_SVCID_SET(guid, 0x000Au, _Port, _RR)
#define SET_UDP_SVCID(guid, _Port) SET_UDP_SVCID_RR(guid, _Port, 0)
#define SET_NETWARE_SVCID(guid, _SapId) BERTH_SVCID_SET(guid, 0x000Bu, _SapId, 0)

#define PORT_FROM_SVCID_TCP(guid) ((unsigned short)((guid)->Data1 & 0xFFFF))
#define PORT_FROM_SVCID_UDP(guid) PORT_FROM_SVCID_TCP(guid)
#define SAPID_FROM_SVCID_NETWARE(guid) PORT_FROM_SVCID_TCP(guid)
#define RR_FROM_SVCID(guid) ((guid)->Data3)

#define BERTH_SVCID_IS(guid, transport)                                                        \
    (((guid)->Data1 >> 16) == (transport) && (guid)->Data2 == 0 && (guid)->Data4[0] == 0xC0 && \
     (guid)->Data4[1] == 0 && (guid)->Data4[2] == 0 && (guid)->Data4[3] == 0 &&                \
     (guid)->Data4[4] == 0 && (guid)->Data4[5] == 0 && (guid)->Data4[6] == 0 &&                \
     (guid)->Data4[7] == 0x46)
#define IS_SVCID_TCP(guid) BERTH_SVCID_IS(guid, 0x0009u)
#define IS_SVCID_UDP(guid) BERTH_SVCID_IS(guid, 0x000Au)
#define IS_SVCID_NETWARE(guid) BERTH_SVCID_IS(guid, 0x000Bu)
#define IS_SVCID_DNS(guid) (IS_SVCID_TCP(guid) && PORT_FROM_SVCID_TCP(guid) == 53)

/* DNS record types (RFC 1035). */
#define SVCID_DNS_TYPE_A SVCID_DNS(0x0001)
#define SVCID_DNS_TYPE_NS SVCID_DNS(0x0002)
#define SVCID_DNS_TYPE_MD SVCID_DNS(0x0003)
#define SVCID_DNS_TYPE_MF SVCID_DNS(0x0004)
#define SVCID_DNS_TYPE_CNAME SVCID_DNS(0x0005)
#define SVCID_DNS_TYPE_SOA SVCID_DNS(0x0006)
#define SVCID_DNS_TYPE_MB SVCID_DNS(0x0007)
#define SVCID_DNS_TYPE_MG SVCID_DNS(0x0008)
#define SVCID_DNS_TYPE_MR SVCID_DNS(0x0009)
#define SVCID_DNS_TYPE_NULL SVCID_DNS(0x000a)
#define SVCID_DNS_TYPE_WKS SVCID_DNS(0x000b)
#define SVCID_DNS_TYPE_PTR SVCID_DNS(0x000c)
#define SVCID_DNS_TYPE_HINFO SVCID_DNS(0x000d)
#define SVCID_DNS_TYPE_MINFO SVCID_DNS(0x000e)
#define SVCID_DNS_TYPE_MX SVCID_DNS(0x000f)
#define SVCID_DNS_TYPE_TEXT SVCID_DNS(0x0010)

/* The ports of well-known services. */
#define SVCID_ACCT_UDP SVCID_UDP(702)
#define SVCID_ACCTDISK_UDP SVCID_UDP(707)
#define SVCID_ACCTINFO_UDP SVCID_UDP(705)
#define SVCID_ACCTLOGIN_UDP SVCID_UDP(703)
#define SVCID_ACCTMASTER_UDP SVCID_UDP(700)
#define SVCID_ACCTPRINTER_UDP SVCID_UDP(704)
#define SVCID_ACCTSLAVE_UDP SVCID_UDP(701)
#define SVCID_ACCTSLAVE2_UDP SVCID_UDP(706)
#define SVCID_AUTH_TCP SVCID_TCP(113)
#define SVCID_BIFF_UDP SVCID_UDP(512)
#define SVCID_BNEWS_TCP SVCID_TCP(10000)
#define SVCID_BOOTP_UDP SVCID_UDP(67)
#define SVCID_BUSBOY_TCP SVCID_TCP(602)
#define SVCID_CHARGEN_TCP SVCID_TCP(19)
#define SVCID_CHARGEN_UDP SVCID_UDP(19)
#define SVCID_CONFERENCE_TCP SVCID_TCP(531)
#define SVCID_COURIER_TCP SVCID_TCP(530)
#define SVCID_CSNET_NS_TCP SVCID_TCP(105)
#define SVCID_DAYTIME_TCP SVCID_TCP(13)
#define SVCID_DAYTIME_UDP SVCID_UDP(13)
#define SVCID_DICTIONARY_TCP SVCID_TCP(103)
#define SVCID_DISCARD_TCP SVCID_TCP(9)
#define SVCID_DISCARD_UDP SVCID_UDP(9)
#define SVCID_DOMAIN_TCP SVCID_TCP(53)
#define SVCID_DOMAIN_UDP SVCID_UDP(53)
#define SVCID_ECHO_TCP SVCID_TCP(7)
#define SVCID_ECHO_UDP SVCID_UDP(7)
#define SVCID_EFS_TCP SVCID_TCP(520)
#define SVCID_EKLOGIN_TCP SVCID_TCP(2105)
#define SVCID_ELCSD_UDP SVCID_UDP(704)
#define SVCID_ERLOGIN_TCP SVCID_TCP(888)
#define SVCID_EXEC_TCP SVCID_TCP(512)
#define SVCID_FINGER_TCP SVCID_TCP(79)
#define SVCID_FTP_TCP SVCID_TCP(21)
#define SVCID_FTP_DATA_TCP SVCID_TCP(20)
#define SVCID_GARCON_TCP SVCID_TCP(600)
#define SVCID_GATEWAY_TCP SVCID_TCP(10003)
#define SVCID_HOSTNAMES_TCP SVCID_TCP(101)
#define SVCID_INGRESLOCK_TCP SVCID_TCP(1524)
#define SVCID_ISO_TSAP_TCP SVCID_TCP(102)
#define SVCID_KERBEROS_TCP SVCID_TCP(750)
#define SVCID_KERBEROS_UDP SVCID_UDP(750)
#define SVCID_KERBEROS_MASTER_TCP SVCID_TCP(751)
#define SVCID_KERBEROS_MASTER_UDP SVCID_UDP(751)
#define SVCID_KLOGIN_TCP SVCID_TCP(543)
#define SVCID_KNETD_TCP SVCID_TCP(2053)
#define SVCID_KPOP_TCP SVCID_TCP(1109)
#define SVCID_KRB_PROP_TCP SVCID_TCP(754)
#define SVCID_KSHELL_TCP SVCID_TCP(544)
#define SVCID_LINK_TCP SVCID_TCP(87)
#define SVCID_LOAD_UDP SVCID_UDP(315)
#define SVCID_LOGIN_TCP SVCID_TCP(513)
#define SVCID_MAITRD_TCP SVCID_TCP(601)
#define SVCID_MAN_TCP SVCID_TCP(9535)
#define SVCID_MANTST_TCP SVCID_TCP(9537)
#define SVCID_MAZE_UDP SVCID_UDP(1666)
#define SVCID_MONITOR_UDP SVCID_UDP(561)
#define SVCID_MTB_TCP SVCID_TCP(5556)
#define SVCID_MTP_TCP SVCID_TCP(57)
#define SVCID_NAME_TCP SVCID_TCP(42)
#define SVCID_NAME_UDP SVCID_UDP(42)
#define SVCID_NAMESERVER_TCP SVCID_TCP(53)
#define SVCID_NAMESERVER_UDP SVCID_UDP(53)
#define SVCID_NBDATAGRAM_UDP SVCID_UDP(138)
#define SVCID_NBNAME_UDP SVCID_UDP(137)
#define SVCID_NBSESSION_TCP SVCID_TCP(139)
#define SVCID_NETNEWS_TCP SVCID_TCP(532)
#define SVCID_NETSTAT_TCP SVCID_TCP(15)
#define SVCID_NETWALL_UDP SVCID_UDP(533)
#define SVCID_NEWS_TCP SVCID_TCP(144)
#define SVCID_NEW_RWHO_UDP SVCID_UDP(550)
#define SVCID_NFS_UDP SVCID_UDP(2049)
#define SVCID_NNTP_TCP SVCID_TCP(119)
#define SVCID_NTALK_UDP SVCID_UDP(518)
#define SVCID_NTP_UDP SVCID_UDP(123)
#define SVCID_PASSWD_SERVER_UDP SVCID_UDP(752)
#define SVCID_PATH_TCP SVCID_TCP(117)
#define SVCID_PHONE_UDP SVCID_UDP(1167)
#define SVCID_POKER_TCP SVCID_TCP(10002)
#define SVCID_POP_TCP SVCID_TCP(109)
#define SVCID_POP2_TCP SVCID_TCP(109)
#define SVCID_POP3_TCP SVCID_TCP(110)
#define SVCID_PORTMAP_TCP SVCID_TCP(111)
#define SVCID_PORTMAP_UDP SVCID_UDP(111)
#define SVCID_PRINTER_TCP SVCID_TCP(515)
#define SVCID_PRINT_SRV_TCP SVCID_TCP(170)
#define SVCID_QMASTER_TCP SVCID_TCP(10012)
#define SVCID_QMASTER_UDP SVCID_UDP(10012)
#define SVCID_QOTD_TCP SVCID_TCP(17)
#define SVCID_QOTD_UDP SVCID_UDP(17)
#define SVCID_QUEUE_TCP SVCID_TCP(10001)
#define SVCID_REMOTEFS_TCP SVCID_TCP(556)
#define SVCID_REMP_TCP SVCID_TCP(10004)
#define SVCID_RJE_TCP SVCID_TCP(77)
#define SVCID_RLP_UDP SVCID_UDP(39)
#define SVCID_RMONITOR_UDP SVCID_UDP(560)
#define SVCID_RMT_TCP SVCID_TCP(5555)
#define SVCID_ROUTE_UDP SVCID_UDP(520)
#define SVCID_RVD_CONTROL_UDP SVCID_UDP(531)
#define SVCID_SFTP_TCP SVCID_TCP(115)
#define SVCID_SGMP_UDP SVCID_UDP(153)
#define SVCID_SHELL_TCP SVCID_TCP(514)
#define SVCID_SMTP_TCP SVCID_TCP(25)
#define SVCID_SNMP_UDP SVCID_UDP(161)
#define SVCID_SNMP_TRAP_UDP SVCID_UDP(162)
#define SVCID_SUNRPC_TCP SVCID_TCP(111)
#define SVCID_SUNRPC_UDP SVCID_UDP(111)
#define SVCID_SUPDUP_TCP SVCID_TCP(95)
#define SVCID_SYSLOG_UDP SVCID_UDP(514)
#define SVCID_SYSTAT_TCP SVCID_TCP(11)
#define SVCID_SYTEK_UDP SVCID_UDP(500)
#define SVCID_TALK_UDP SVCID_UDP(517)
#define SVCID_TCPREPO_TCP SVCID_TCP(158)
#define SVCID_TELNET_TCP SVCID_TCP(23)
#define SVCID_TEMPO_TCP SVCID_TCP(526)
#define SVCID_TFTP_UDP SVCID_UDP(69)
#define SVCID_TIME_TCP SVCID_TCP(37)
#define SVCID_TIME_UDP SVCID_UDP(37)
#define SVCID_TIMED_UDP SVCID_UDP(525)
#define SVCID_USERREG_SERVER_UDP SVCID_UDP(753)
#define SVCID_UUCP_TCP SVCID_TCP(540)
#define SVCID_UUCP_PATH_TCP SVCID_TCP(117)
#define SVCID_VMNET_TCP SVCID_TCP(175)
#define SVCID_VMNET0_TCP SVCID_TCP(400)
#define SVCID_W_TCP SVCID_TCP(9536)
#define SVCID_WHO_UDP SVCID_UDP(513)
#define SVCID_WHOIS_TCP SVCID_TCP(43)
#define SVCID_X400_TCP SVCID_TCP(103)
#define SVCID_X400_SND_TCP SVCID_TCP(104)

#endif
