using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

internal delegate void BodyTaker(ReadOnlySpan<byte> body);

/// <summary>Why a call brought nothing.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
internal readonly record struct CallFailure(int Status, VenueError Error, string Reason);

/// <summary>What an answer means beyond its call.</summary>
/// <param name="until">Venue time until which nothing is sent; default where that is not the point.</param>
internal delegate void EffectTaker(AnswerEffect effect, Timestamp until, string reason);

/// <summary>Sends requests within the budget, signs them, and looks at every answer for what it says about limits, key and clock.</summary>
internal sealed class VenueCalls(BinanceOptions options, WireRouter router, RateBudget budget, VenueClock clock, EffectTaker effects)
{
    private static readonly TimeSpan DefaultThrottle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultBan = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BarredFor = TimeSpan.FromMinutes(10);

    public RequestBuffer Buffer { get; } = new(options.Access.Signer);

    /// <summary>A read that changes nothing at the venue.</summary>
    /// <param name="parameters">Writes the parameters; null when there are none.</param>
    /// <returns>False when the budget forbids it; then neither of the two is called.</returns>
    public bool Get(
        string path, Action<RequestBuffer>? parameters, int weight, RequestClass requestClass, BodyTaker taken, Action<CallFailure> failed) =>
        Send(WireMethod.Get, options.Access.Hosts.Rest, path, parameters, signed: true, weight, requestClass, taken, failed);

    /// <summary>A read without signature.</summary>
    public bool GetPublic(
        string path, Action<RequestBuffer>? parameters, int weight, RequestClass requestClass, BodyTaker taken, Action<CallFailure> failed) =>
        Send(WireMethod.Get, options.Access.Hosts.Rest, path, parameters, signed: false, weight, requestClass, taken, failed);

    /// <summary>Anything but an order, which goes through <see cref="Post"/>.</summary>
    public bool Send(
        WireMethod method, Uri host, string path, Action<RequestBuffer>? parameters, bool signed, int weight, RequestClass requestClass,
        BodyTaker taken, Action<CallFailure> failed)
    {
        if (!budget.TrySpend(requestClass, weight, orders: 0, clock.Now)) return false;
        Buffer.Clear();
        parameters?.Invoke(Buffer);
        if (signed) Buffer.Sign(options.RecvWindow, clock.Now.Milliseconds);
        bool inBody = method == WireMethod.Post || method == WireMethod.Put;
        ReadOnlyMemory<byte>? form = null;
        if (inBody) form = Buffer.ToBody();
        WireRequest request = new(
            method, host, inBody ? path : Buffer.ToTarget(path), form, options.Access.ApiKey, options.ReadDeadline);
        router.Send(request, new Call(this, taken, failed));
        return true;
    }

    /// <summary>Sends the order that stands signed in <see cref="Buffer"/>. The budget was asked before.</summary>
    public void Post(string path, IAnswerTaker taker) => router.Send(
        new WireRequest(WireMethod.Post, options.Access.Hosts.Rest, path, Buffer.ToBody(), options.Access.ApiKey, options.OrderDeadline), taker);

    /// <summary>Looks at an answer for what concerns all calls.</summary>
    /// <returns>The venue's error, empty for a success.</returns>
    public VenueError Note(in WireAnswer answer)
    {
        budget.Learn(answer.Headers, clock.Now);
        if (answer.Status is >= 200 and < 300) return default;
        VenueError error = VenueError.In(answer.Body);
        AnswerEffect effect = AnswerTable.Classify(options.Access.Hosts.Product, answer.Status, error.Code, error.Message).Effect;
        Timestamp until = default;
        if (effect is AnswerEffect.Throttle or AnswerEffect.Ban) until = End(answer, error, effect);
        else if (effect == AnswerEffect.Barred) until = clock.Now + BarredFor;
        if (until != default) budget.Block(until);
        if (effect != AnswerEffect.None) effects(effect, until, Say(answer.Status, error));
        return error;
    }

    public static string Say(int status, VenueError error) =>
        error.Code == 0 ? $"HTTP {status}" : $"HTTP {status}, {error.Code} {error.Message}";

    private Timestamp End(in WireAnswer answer, VenueError error, AnswerEffect effect)
    {
        Timestamp now = clock.Now;
        // A limit on orders ends with its interval and comes without the header; ten seconds are its usual length.
        if (error.Code == -1015 && answer.Status != 429) return now + TimeSpan.FromSeconds(10);
        Timestamp until = now + (effect == AnswerEffect.Ban ? DefaultBan : DefaultThrottle);
        foreach ((string name, string value) in answer.Headers)
        {
            if (name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase) && int.TryParse(value, out int seconds) && seconds >= 0)
                until = now + TimeSpan.FromSeconds(seconds);
        }

        return BanEnd(error.Message) is { } end ? Timestamp.Max(until, end) : until;
    }

    // "… IP banned until 1749811200000. …": the end of a ban may stand in its text alone.
    private static Timestamp? BanEnd(string message)
    {
        const string words = "banned until ";
        int at = message.IndexOf(words, StringComparison.Ordinal);
        if (at < 0) return null;
        ReadOnlySpan<char> rest = message.AsSpan(at + words.Length);
        int length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length])) length++;
        const long farthest = 10_000_000_000_000;
        return long.TryParse(rest[..length], out long ms) && ms is > 0 and < farthest ? Timestamp.FromMilliseconds(ms) : null;
    }

    private sealed class Call(VenueCalls calls, BodyTaker taken, Action<CallFailure> failed) : IAnswerTaker
    {
        public void OnAnswer(long id, in WireAnswer answer)
        {
            VenueError error = calls.Note(answer);
            if (answer.Status is < 200 or >= 300)
            {
                failed(new CallFailure(answer.Status, error, Say(answer.Status, error)));
                return;
            }

            try
            {
                taken(answer.Body);
            }
            catch (BinanceFormatException wrong)
            {
                failed(new CallFailure(answer.Status, default, wrong.Message));
            }
        }

        public void OnLost(long id, bool neverLeft, string reason) => failed(new CallFailure(0, default, reason));
    }
}
