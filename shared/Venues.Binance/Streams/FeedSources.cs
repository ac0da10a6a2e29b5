using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>
/// Compares what one instrument's streams say of its price: best quotes, trades, mark. Sources that part further than they
/// may, and for longer than a fast market takes, are wrong in one of them: nobody knows in which.
/// </summary>
internal sealed class FeedSources(decimal divergenceMax, TimeSpan patience)
{
    private Source middle;
    private Source trade;
    private Source mark;
    private TimeSpan? partedAt;

    /// <summary>Price of the newest trade; null before one came.</summary>
    public Price? LastPrice => trade.Price.IsPositive ? trade.Price : null;

    public void OnQuote(Price bid, Price ask, TimeSpan now) => middle = new(Price.FromRaw(bid.Raw + (ask.Raw - bid.Raw) / 2), now);

    public void OnTrade(Price price, TimeSpan now) => trade = new(price, now);

    public void OnMark(Price price, TimeSpan now) => mark = new(price, now);

    /// <summary>What is wrong, in words, once it has been so for long enough; null while the sources agree.</summary>
    /// <param name="tradeAge">Older trades say nothing about the present.</param>
    /// <param name="markAge">Nor do older marks.</param>
    public string? Find(TimeSpan now, TimeSpan tradeAge, TimeSpan markAge)
    {
        string? other = !middle.Price.IsPositive ? null
            : Parts(trade, now, tradeAge) ? "trades"
            : Parts(mark, now, markAge) ? "the mark price"
            : null;
        if (other is null)
        {
            partedAt = null;
            return null;
        }

        partedAt ??= now;
        return now - partedAt < patience ? null : $"quotes and {other} are more than {divergenceMax:P0} apart";
    }

    private bool Parts(in Source source, TimeSpan now, TimeSpan ageMax) =>
        source.Price.IsPositive && now - source.At <= ageMax && Math.Abs(source.Price.Value - middle.Price.Value) > middle.Price.Value * divergenceMax;

    private readonly record struct Source(Price Price, TimeSpan At);
}
