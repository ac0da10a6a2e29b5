using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>What a user-data message is about.</summary>
internal enum UserMessageKind
{
    /// <summary>An event this adapter has no use for, or does not know; see <see cref="UserMessage.Event"/>.</summary>
    Other,

    /// <summary>The answer to something we said on the socket.</summary>
    Reply,

    /// <summary>An order changed.</summary>
    Order,

    /// <summary>A conditional order of futures changed.</summary>
    Algo,

    /// <summary>Balances or positions changed.</summary>
    Account,

    /// <summary>Money came or went (spot).</summary>
    Flow,

    MarginCall,

    /// <summary>A triggered conditional order was refused.</summary>
    TriggerRefused,

    /// <summary>Position mode, leverage or margin changed.</summary>
    ConfigChanged,

    /// <summary>This stream ends: <c>eventStreamTerminated</c>, <c>listenKeyExpired</c>.</summary>
    StreamEnded,

    /// <summary>The server goes down soon.</summary>
    Shutdown,
}

/// <summary>An order event. One object is used again and again.</summary>
internal sealed class ExecutionReport
{
    public string Symbol { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string Execution { get; set; } = "";

    public string StatusWord { get; set; } = "";

    public string Type { get; set; } = "";

    public string OriginalType { get; set; } = "";

    public string Reason { get; set; } = "";

    public string RejectReason { get; set; } = "";

    public string CommissionAsset { get; set; } = "";

    public Side? Side { get; set; }

    public long OrderId { get; set; }

    public long TradeId { get; set; }

    public long TimeMs { get; set; }

    public Price LastPrice { get; set; }

    public Quantity LastQuantity { get; set; }

    public Quantity Quantity { get; set; }

    public Quantity Cumulative { get; set; }

    public decimal Commission { get; set; }

    public bool IsMaker { get; set; }

    /// <summary>For keeping: this object is used again.</summary>
    public ExecutionReport Copy() => (ExecutionReport)MemberwiseClone();
}

/// <summary>A conditional order's event.</summary>
internal sealed record AlgoReport(
    string Symbol, string ClientId, long AlgoId, string StatusWord, long ActualOrderId, string Reason, long TimeMs);

/// <summary>A change of the account.</summary>
/// <param name="Reason">The venue's word: <c>ORDER</c>, <c>FUNDING_FEE</c>, <c>DEPOSIT</c> …</param>
/// <param name="Changes">Sums by asset that did not come from trades.</param>
/// <param name="Balances">What is held now of the assets that changed: on spot free and locked, on futures the wallet.</param>
internal sealed record AccountChange(
    string Reason, IReadOnlyList<AssetAmount> Changes, IReadOnlyList<Symbol> Positions, IReadOnlyList<AssetAmount> Balances);

/// <summary>One message of the user-data stream, whichever way it is wrapped.</summary>
internal sealed class UserMessage
{
    private readonly ExecutionReport order = new();

    public UserMessageKind Kind { get; private set; }

    /// <summary>The venue's name of the event.</summary>
    public string Event { get; private set; } = "";

    /// <summary>Venue time in milliseconds; 0 where none is said.</summary>
    public long TimeMs { get; private set; }

    public ExecutionReport Order => order;

    public AlgoReport? Algo { get; private set; }

    public AccountChange? Account { get; private set; }

    /// <summary>What was said to us in words: the reason of a refusal, the instruments of a margin call.</summary>
    public string Detail { get; private set; } = "";

    public AssetAmount? Flow { get; private set; }

    /// <summary>Number of the order a trigger refusal is about.</summary>
    public long OrderId { get; private set; }

    public Symbol Symbol { get; private set; }

    /// <summary>Of a reply: the number we gave.</summary>
    public long ReplyId { get; private set; }

    /// <summary>Of a reply: HTTP-like status; 200 where none is said.</summary>
    public int Status { get; private set; }

    public VenueError Error { get; private set; }

    /// <summary>Reads a message into this object, whose former content is gone.</summary>
    /// <exception cref="BinanceFormatException">No user-data message.</exception>
    public void Read(ReadOnlySpan<byte> message) => JsonCursor.Read(message, ReadInto);

    private bool ReadInto(ref JsonCursor cursor)
    {
        (Kind, Event, TimeMs, Algo, Account, Detail, Flow) = (UserMessageKind.Reply, "", 0, null, null, "", null);
        (OrderId, Symbol, ReplyId, Status, Error) = (0, default, 0, 200, default);
        JsonCursor ahead = cursor;
        string name = NameIn(ref ahead);
        if (name.Length > 0)
        {
            ReadEvent(ref cursor, name);
            return true;
        }

        bool reply = false;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("event"u8) || cursor.Is("data"u8)) ReadWrapped(ref cursor);
            else if (cursor.Is("id"u8)) (reply, ReplyId) = (true, ReadReplyId(ref cursor));
            else if (cursor.Is("status"u8)) Status = cursor.Int();
            else if (cursor.Is("error"u8)) ReadError(ref cursor);
            else cursor.Pass();
        }

        if (!reply && Event.Length == 0) throw new BinanceFormatException("Not the JSON expected: neither an event nor a reply.");
        return true;
    }

    private void ReadWrapped(ref JsonCursor cursor)
    {
        cursor.Enter();
        JsonCursor ahead = cursor;
        ReadEvent(ref cursor, NameIn(ref ahead));
    }

    // Ids are ours and numbers; a foreign one is nobody's.
    private static long ReadReplyId(ref JsonCursor cursor) => long.TryParse(cursor.Text(), out long id) ? id : 0;

    private void ReadError(ref JsonCursor cursor)
    {
        cursor.Enter();
        Error = VenueError.ReadOne(ref cursor);
    }

    private static string NameIn(ref JsonCursor cursor)
    {
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("e"u8)) return cursor.Text();
            cursor.Pass();
        }

        return "";
    }

    private void ReadEvent(ref JsonCursor cursor, string name)
    {
        Event = name;
        switch (name)
        {
            case "executionReport":
                Kind = UserMessageKind.Order;
                OrderEvents.ReadSpot(ref cursor, order);
                TimeMs = order.TimeMs;
                break;
            case "ORDER_TRADE_UPDATE":
                Kind = UserMessageKind.Order;
                OrderEvents.ReadFutures(ref cursor, order);
                TimeMs = order.TimeMs;
                break;
            case "ALGO_UPDATE":
                Kind = UserMessageKind.Algo;
                Algo = OrderEvents.ReadAlgo(ref cursor);
                TimeMs = Algo.TimeMs;
                break;
            default:
                ReadAccountEvent(ref cursor, name);
                break;
        }
    }

    private void ReadAccountEvent(ref JsonCursor cursor, string name)
    {
        Kind = name switch
        {
            "ACCOUNT_UPDATE" or "outboundAccountPosition" => UserMessageKind.Account,
            "balanceUpdate" or "externalLockUpdate" => UserMessageKind.Flow,
            "MARGIN_CALL" => UserMessageKind.MarginCall,
            "CONDITIONAL_ORDER_TRIGGER_REJECT" => UserMessageKind.TriggerRefused,
            "ACCOUNT_CONFIG_UPDATE" => UserMessageKind.ConfigChanged,
            "eventStreamTerminated" or "listenKeyExpired" => UserMessageKind.StreamEnded,
            "serverShutdown" => UserMessageKind.Shutdown,
            _ => UserMessageKind.Other,
        };
        string asset = "";
        decimal delta = 0;
        long clearTime = 0;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("E"u8)) TimeMs = cursor.Long();
            else if (Kind == UserMessageKind.Flow && cursor.Is("a"u8)) asset = cursor.Text();
            else if (Kind == UserMessageKind.Flow && cursor.Is("d"u8)) delta = cursor.Decimal();
            else if (Kind == UserMessageKind.Flow && cursor.Is("T"u8)) clearTime = cursor.Long();
            else if (Kind == UserMessageKind.Account && cursor.Is("a"u8)) Account = AccountEvents.ReadChange(ref cursor);
            else if (Kind == UserMessageKind.Account && cursor.Is("B"u8)) Account = new("SPOT", [], [], AccountEvents.ReadSpotBalances(ref cursor));
            else if (Kind == UserMessageKind.MarginCall && cursor.Is("p"u8)) Detail = AccountEvents.ReadSymbols(ref cursor);
            else if (Kind == UserMessageKind.TriggerRefused && cursor.Is("or"u8)) (Symbol, OrderId, Detail) = AccountEvents.ReadRefusal(ref cursor);
            else if (Kind == UserMessageKind.ConfigChanged && cursor.Is("ac"u8)) Symbol = AccountEvents.ReadConfigSymbol(ref cursor);
            else cursor.Pass();
        }

        if (Kind != UserMessageKind.Flow) return;
        Flow = new AssetAmount(asset, delta);
        if (clearTime > 0) TimeMs = clearTime;
    }
}
