using System.Text;
using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated.Binance;

/// <summary>
/// The simulated venue behind Binance's REST and WebSocket protocol: spot and USDⓈ-M futures, one account each, against a
/// market it is fed. No sockets, no threads, no clock of its own: requests and messages go in as text, answers and messages
/// come out as bytes, and time is what <see cref="AdvanceTo"/> and the events say.
/// </summary>
/// <remarks>
/// <para>A command takes effect when it is handled; how long it was under way is the business of whoever carries it.</para>
/// <para>
/// Our orders do not show in the public book. Fees are charged in the quote currency on both sides of spot, or in a third
/// asset where one is configured. Futures are one-way and cross-margined.
/// </para>
/// <para>Not safe for use by several threads at once.</para>
/// </remarks>
public sealed partial class BinanceFront : IMarketSink, IDisposable
{
    private const int IgnoredMax = 20;
    private static readonly TimeSpan BanTime = TimeSpan.FromMinutes(2);
    private readonly BinanceFrontOptions options;
    private readonly SpotProduct? spot;
    private readonly FuturesProduct? futures;
    private readonly FrontRoutes routes;
    private readonly KeyCheck keys;
    private readonly RequestParameters parameters = new();
    private readonly JsonText text = JsonText.Create();
    private byte[] query = new byte[1_024];
    private long second;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public BinanceFront(BinanceFrontOptions options)
    {
        if (options.Spot.Count + options.Futures.Count == 0) throw new ArgumentOutOfRangeException(nameof(options), "Name at least one instrument, spot or futures.");
        this.options = options;
        Now = options.Start;
        keys = new KeyCheck(options.Credential);
        Record = options.KeepRecord ? new VenueRecord() : null;
        spot = options.Spot.Count > 0 ? new SpotProduct(this, options) : null;
        futures = options.Futures.Count > 0 ? new FuturesProduct(this, options) : null;
        routes = new FrontRoutes(spot, futures);
    }

    /// <summary>True time at the venue.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>What really happened; null unless it was asked for.</summary>
    public VenueRecord? Record { get; }

    /// <summary>The matching and account behind spot; null where there is none.</summary>
    public SimulatedVenue? SpotVenue => spot?.Venue;

    /// <summary>The matching and account behind futures; null where there is none.</summary>
    public SimulatedVenue? FuturesVenue => futures?.Venue;

    /// <summary>The key this venue knows.</summary>
    public ApiCredential Credential => options.Credential;

    /// <summary>Method and path of everything that is served.</summary>
    public IReadOnlyList<string> Endpoints => routes.Names;

    internal Timestamp ClientTime => options.Faults is { } faults ? Now + faults.ClockOffset(Now) : Now;

    /// <summary>Moves the clock and lets everything happen that is due by then. Never backwards.</summary>
    public void AdvanceTo(Timestamp now)
    {
        if (now <= Now) return;
        Now = now;
        if (spot is not null) Advance(spot, now);
        if (futures is not null) Advance(futures, now);
        DeliverDelayed();
        long at = now.Nanoseconds / 1_000_000_000;
        if (at == second) return;
        second = at;
        EachSecond();
    }

    /// <summary>Carries out a request.</summary>
    /// <param name="answer">Taken over whole; its buffers are used again.</param>
    public void Handle(in FrontRequest request, FrontAnswer answer)
    {
        answer.Clear();
        int mark = request.Target.IndexOf('?');
        ReadOnlySpan<char> path = mark < 0 ? request.Target : request.Target[..mark];
        if (routes.Find(request.Method, path) is not { } route)
        {
            if (path.SequenceEqual("/parley/record") && Record is not null) WriteRecord(answer);
            else Fail(answer, FrontError.NotFound);
            return;
        }

        parameters.Clear();
        if (mark >= 0) TakeQuery(request.Target[(mark + 1)..]);
        parameters.AddSigned(request.Body);
        parameters.Add(request.Body);
        RequestFault fault = options.Faults?.OnRequest(Now, route.Path, route.Product.IsFutures, route.IsOrder) ?? RequestFault.None;
        answer.Delay = fault.Delay;
        if (fault.Fate == RequestFate.LostBefore)
        {
            answer.IsLost = true;
            return;
        }

        if (fault.Fate == RequestFate.ErrorInstead)
        {
            Fail(answer, fault);
            return;
        }

        FrontError? error = Serve(route, request.ApiKey, isCall: false);
        WriteUsage(answer, route, error);
        if (fault.Fate == RequestFate.ExecutedThenError) Fail(answer, fault);
        else if (error is not null) Fail(answer, error);
        else answer.Write(text.Written, "application/json;charset=UTF-8");
        answer.IsLost = fault.Fate == RequestFate.LostAfter;
    }

    public void OnTrade(in Trade trade)
    {
        AdvanceTo(trade.VenueTime);
        if (trade.Origin == TradeOrigin.OffBook) return;
        if (spot?.BoardOf(trade.Symbol) is { } board) Take(spot, board, trade);
        if (futures?.BoardOf(trade.Symbol) is { } other) Take(futures, other, trade);
    }

    public void OnQuote(in Quote quote)
    {
        AdvanceTo(quote.VenueTime);
        if (spot?.BoardOf(quote.Symbol) is { } board)
        {
            spot.Venue.OnQuote(quote);
            if (board.Apply(quote)) PublishBook(spot, board);
            Settle(spot);
        }

        if (futures?.BoardOf(quote.Symbol) is not { } other) return;
        futures.Venue.OnQuote(quote);
        if (other.Apply(quote)) PublishBook(futures, other);
        Settle(futures);
    }

    public void OnDepth(in DepthUpdate update)
    {
        AdvanceTo(update.VenueTime);
        if (spot?.BoardOf(update.Symbol) is { } board)
        {
            spot.Venue.OnDepth(update);
            if (board.Apply(update)) PublishBook(spot, board);
            Settle(spot);
        }

        if (futures?.BoardOf(update.Symbol) is not { } other) return;
        futures.Venue.OnDepth(update);
        if (other.Apply(update)) PublishBook(futures, other);
        Settle(futures);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        AdvanceTo(snapshot.VenueTime);
        if (spot?.BoardOf(snapshot.Symbol) is { } board)
        {
            spot.Venue.OnSnapshot(snapshot);
            if (board.Apply(snapshot)) PublishBook(spot, board);
            Settle(spot);
        }

        if (futures?.BoardOf(snapshot.Symbol) is not { } other) return;
        futures.Venue.OnSnapshot(snapshot);
        if (other.Apply(snapshot)) PublishBook(futures, other);
        Settle(futures);
    }

    /// <summary>Concerns futures only.</summary>
    public void OnMark(in MarkPrice mark)
    {
        AdvanceTo(mark.VenueTime);
        if (futures?.BoardOf(mark.Symbol) is not { } board) return;
        futures.Venue.OnMark(mark);
        board.Set(mark);
        Settle(futures);
        PublishMark(board);
    }

    /// <summary>Candles of the past; they fill nothing here and move no clock.</summary>
    public void OnBar(in Bar bar)
    {
        spot?.BoardOf(bar.Symbol)?.Candles.Add(bar);
        futures?.BoardOf(bar.Symbol)?.Candles.Add(bar);
    }

    public void OnNews(NewsItem item)
    {
        // Nothing at a venue depends on the news.
    }

    public void Dispose() => keys.Dispose();

    internal TimeSpan LookupLag(bool isFutures) => options.Faults?.LookupLag(Now, isFutures) ?? TimeSpan.Zero;

    internal string StatusOf(Instrument instrument, bool isFutures) => options.Faults?.StatusOf(Now, instrument.Symbol, isFutures) ?? "TRADING";

    internal Instrument RulesOf(Instrument instrument) => options.Faults?.Rules(Now, instrument) ?? instrument;

    private static void Advance(FrontProduct product, Timestamp now)
    {
        product.Venue.AdvanceTo(now);
        Settle(product);
    }

    private static void Settle(FrontProduct product)
    {
        product.Pump();
        product.Tick();
    }

    private void Take(FrontProduct product, MarketBoard board, in Trade trade)
    {
        product.Venue.OnTrade(trade);
        board.Add(trade);
        Settle(product);
        PublishTrade(product, board, trade);
    }

    private void TakeQuery(ReadOnlySpan<char> encoded)
    {
        int most = Encoding.UTF8.GetMaxByteCount(encoded.Length);
        if (query.Length < most) query = new byte[most];
        ReadOnlySpan<byte> bytes = query.AsSpan(0, Encoding.UTF8.GetBytes(encoded, query));
        parameters.AddSigned(bytes);
        parameters.Add(bytes);
    }

    /// <summary>Checks limits and rights and carries the request out; the answer's body is then in <see cref="text"/>.</summary>
    private FrontError? Serve(Route route, string? apiKey, bool isCall)
    {
        FrontProduct product = route.Product;
        if (Throttled(product, route) is { } throttled) return throttled;
        if (route.Security != RouteSecurity.None && Forbidden(route, apiKey, isCall) is { } forbidden) return forbidden;
        try
        {
            route.Handler(parameters, text.Begin());
            return null;
        }
        catch (FrontException refused)
        {
            return refused.Error;
        }
    }

    private FrontError? Throttled(FrontProduct product, Route route)
    {
        if (Now.Milliseconds < product.BannedUntil) return FrontError.Banned(product.BannedUntil);
        bool isWithin = product.Weight.Use(Now, route.Weight);
        if (product.Weight.Used <= route.Weight) product.Ignored = 0;
        bool isOrderWithin = true;
        if (route.IsPlacing)
        {
            isOrderWithin = product.OrdersShort.Use(Now, 1);
            isOrderWithin &= product.OrdersLong.Use(Now, 1);
        }

        if (!options.EnforceLimits) return null;
        if (!isWithin)
        {
            if (++product.Ignored <= IgnoredMax) return FrontError.TooMuchWeight(product.Weight.Limit);
            product.BannedUntil = (Now + BanTime).Milliseconds;
            return FrontError.Banned(product.BannedUntil);
        }

        return isOrderWithin ? null : FrontError.TooManyOrders;
    }

    private FrontError? Forbidden(Route route, string? apiKey, bool isCall)
    {
        if (keys.Key(isCall ? parameters.Text("apiKey"u8) : apiKey) is { } unknown) return unknown;
        if (route.Security == RouteSecurity.Key) return null;
        if (!parameters.TryGet("signature"u8, out ReadOnlySpan<byte> signature)) return FrontError.Missing("signature");
        if (parameters.Number("timestamp"u8) is not { } timestamp) return FrontError.Missing("timestamp");
        if (isCall) parameters.SignByName();
        if (!keys.IsSigned(parameters.Signed, signature)) return FrontError.BadSignature;
        decimal window = parameters.Fixed("recvWindow"u8) is { } raw ? FixedPoint.ToDecimal(raw) : 5_000;
        if (window > 60_000) return FrontError.BadWindow;
        // Microseconds are accepted as well; nothing else has so many digits.
        decimal sent = timestamp > 100_000_000_000_000 ? timestamp / 1_000m : timestamp;
        decimal now = ClientTime.Nanoseconds / 1_000_000m;
        if (sent >= now + 1_000) return FrontError.Ahead;
        if (now - sent > window) return FrontError.Late;
        return route.Security == RouteSecurity.Trade && !options.Credential.CanTrade ? FrontError.UnknownKey : null;
    }

    private void WriteUsage(FrontAnswer answer, Route route, FrontError? error)
    {
        FrontProduct product = route.Product;
        answer.Header("X-MBX-USED-WEIGHT-1M", product.Weight.Used);
        if (route.IsPlacing)
        {
            answer.Header("X-MBX-ORDER-COUNT-10S", product.OrdersShort.Used);
            answer.Header(product.IsFutures ? "X-MBX-ORDER-COUNT-1M" : "X-MBX-ORDER-COUNT-1D", product.OrdersLong.Used);
        }

        if (error?.Status == 418) answer.Header("Retry-After", Math.Max(1, (product.BannedUntil - Now.Milliseconds + 999) / 1_000));
        else if (error?.Status == 429) answer.Header("Retry-After", (error.Code == -1015 ? product.OrdersShort : product.Weight).SecondsLeft(Now));
    }

    private void Fail(FrontAnswer answer, FrontError error)
    {
        answer.Status = error.Status;
        Utf8JsonWriter json = text.Begin();
        WriteError(json, error);
        answer.Write(text.Written, "application/json;charset=UTF-8");
    }

    private void Fail(FrontAnswer answer, in RequestFault fault)
    {
        answer.Status = fault.Status;
        if (fault.RetryAfter > 0) answer.Header("Retry-After", fault.RetryAfter);
        if (fault.Code != 0) Fail(answer, new FrontError(fault.Status, fault.Code, fault.Message));
        else answer.Write(Encoding.UTF8.GetBytes(fault.Message), "text/plain");
    }

    private static void WriteError(Utf8JsonWriter json, FrontError error)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, error.Code);
        json.WriteString("msg"u8, error.Message);
        json.WriteEndObject();
    }

    /// <summary>The record as one JSON object per line.</summary>
    private void WriteRecord(FrontAnswer answer)
    {
        using MemoryStream lines = new();
        foreach (VenueRecordEntry entry in Record!.Entries)
        {
            JsonSerializer.Serialize(lines, entry, RecordText);
            lines.WriteByte((byte)'\n');
        }

        answer.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length), "application/x-ndjson");
    }

    private static readonly JsonSerializerOptions RecordText = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
}
