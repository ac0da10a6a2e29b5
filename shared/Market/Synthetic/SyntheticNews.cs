using Parley.Domain;

namespace Parley.Market;

/// <summary>One headline and what it really means for the price.</summary>
/// <param name="Impact">Return it is worth; for a lie zero, or against its sentiment.</param>
internal readonly record struct SyntheticStory(NewsItem Item, double Impact);

/// <summary>Writes headlines. Direction is a fair coin, so that nothing before publication foretells it.</summary>
internal sealed class SyntheticNews
{
    private static readonly string[] Sources = ["ledgerwire", "chainpost", "the-tape", "marketdesk", "rumourmill"];

    private static readonly string[] Good =
    [
        "{0}: large fund discloses a new position",
        "Regulator clears listed product holding {0}",
        "Payment company adds {0} for merchants",
        "{0} network upgrade completes without incident",
        "Venue reserves of {0} fall to a two-year low",
        "Treasury firm says it bought more {0}",
        "Court dismisses case over {0} custody",
    ];

    private static readonly string[] Bad =
    [
        "{0}: venue halts withdrawals after incident",
        "Regulator opens inquiry into {0} lending",
        "Old {0} wallets move coins to venues",
        "Bridge exploit drains {0} collateral",
        "Fund redemptions force {0} sales, sources say",
        "Tax authority proposes levy on {0} holdings",
        "Miner reports selling most of its {0} reserves",
    ];

    private readonly Prng chance;
    private readonly Symbol symbol;
    private readonly string asset;
    private readonly double lyingShare;
    private int written;

    public SyntheticNews(Prng chance, Symbol symbol, string asset, double lyingShare)
    {
        this.chance = chance;
        this.symbol = symbol;
        this.asset = asset;
        this.lyingShare = lyingShare;
    }

    /// <summary>The next story; it arrives 1.5 to 20 seconds after its publication.</summary>
    public SyntheticStory Write(Timestamp publishedAt)
    {
        int direction = (chance.NextUInt64() & 1) == 0 ? 1 : -1;
        double strength = 0.3 + 0.7 * chance.NextDouble();
        string[] headlines = direction > 0 ? Good : Bad;
        string headline = string.Format(null, headlines[chance.NextInt(headlines.Length)], asset);
        NewsItem item = new(
            $"{symbol}-{publishedAt.Milliseconds}-{++written}",
            publishedAt,
            publishedAt + TimeSpan.FromMilliseconds(1_500 + chance.NextInt(18_500)),
            Sources[chance.NextInt(Sources.Length)],
            headline,
            symbol,
            Math.Round(direction * strength, 2));
        return new(item, direction * strength * Truth() * 0.0025 * (0.5 + chance.NextDouble()));
    }

    /// <summary>1 when the price follows the headline, 0 when it does not care, −1 when the opposite was true.</summary>
    private double Truth()
    {
        if (chance.NextDouble() >= lyingShare) return 1;
        return (chance.NextUInt64() & 1) == 0 ? 0 : -1;
    }
}
