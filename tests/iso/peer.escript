#!/usr/bin/env escript
%% The other end of a session of class 0: Erlang cuts TCP's stream into TPKTs, and what is in them is
%% written here by RFC 905 alone.
%%   peer.escript call PORT     calls, sends a short and a segmented message, disconnects
%%   peer.escript serve         prints its port, answers one caller

tpkt(Tpdu) -> <<3, 0, (byte_size(Tpdu) + 4):16, Tpdu/binary>>.

options() -> [binary, {packet, tpkt}, {active, false}, {nodelay, true}].

receive_tpdu(Socket) ->
    {ok, <<3, _, Length:16, Tpdu/binary>>} = gen_tcp:recv(Socket, 0),
    Length = byte_size(Tpdu) + 4,
    Tpdu.

%% A message, of as many TPDUs as it takes; or what else has come.
receive_message(Socket, So_far) ->
    case receive_tpdu(Socket) of
        <<2, 16#F0, 0:1, _:7, Data/binary>> -> receive_message(Socket, <<So_far/binary, Data/binary>>);
        <<2, 16#F0, 1:1, _:7, Data/binary>> -> {message, <<So_far/binary, Data/binary>>};
        Other -> Other
    end.

send_message(Socket, <<Part:1000/binary, Rest/binary>>) when Rest =/= <<>> ->
    ok = gen_tcp:send(Socket, tpkt(<<2, 16#F0, 0, Part/binary>>)),
    send_message(Socket, Rest);
send_message(Socket, Last) ->
    ok = gen_tcp:send(Socket, tpkt(<<2, 16#F0, 16#80, Last/binary>>)).

main(["call", Port]) ->
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, list_to_integer(Port), options()),
    Variable = <<16#C1, 3, "erl", 16#C2, 6, "server", 16#C0, 1, 10>>,
    ok = gen_tcp:send(Socket, tpkt(<<(6 + byte_size(Variable)), 16#E0, 0:16, 16#1234:16, 0, Variable/binary,
                                     "caller data">>)),
    <<Length, 16#D0, 16#1234:16, Reference:16, 0, Confirmed/binary>> = receive_tpdu(Socket),
    <<_:(Length - 6)/binary, Callee_data/binary>> = Confirmed,
    io:format("confirmed: ~s~n", [Callee_data]),
    [begin
         send_message(Socket, Message),
         {message, Message} = receive_message(Socket, <<>>),
         io:format("echo of ~b~n", [byte_size(Message)])
     end || Message <- [<<"question">>, binary:copy(<<"m">>, 3000)]],
    ok = gen_tcp:send(Socket, tpkt(<<6, 16#80, Reference:16, 16#1234:16, 128, "goodbye">>)),
    %% The other end closes.
    {error, closed} = gen_tcp:recv(Socket, 0);
main(["serve"]) ->
    {ok, Listener} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}} | options()]),
    {ok, Port} = inet:port(Listener),
    io:format("listening on ~b~n", [Port]),
    {ok, Socket} = gen_tcp:accept(Listener),
    <<Length, 16#E0, 0:16, Reference:16, 0, Request/binary>> = receive_tpdu(Socket),
    <<_:(Length - 6)/binary, Caller_data/binary>> = Request,
    io:format("request: ~s~n", [Caller_data]),
    ok = gen_tcp:send(Socket, tpkt(<<9, 16#D0, Reference:16, 16#4321:16, 0, 16#C0, 1, 10, "callee data">>)),
    echo(Socket, Reference).

echo(Socket, Reference) ->
    case receive_message(Socket, <<>>) of
        {message, Message} ->
            io:format("message of ~b~n", [byte_size(Message)]),
            send_message(Socket, Message),
            echo(Socket, Reference);
        <<Length, 16#80, 16#4321:16, Reference:16, 128, Rest/binary>> ->
            <<_:(Length - 6)/binary, Data/binary>> = Rest,
            io:format("disconnect: ~s~n", [Data])
    end.
