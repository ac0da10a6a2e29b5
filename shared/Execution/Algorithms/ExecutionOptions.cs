using Parley.Domain;

namespace Parley.Execution;

/// <summary>How entries are worked, by their size. The defaults send every entry to the market at once.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Style of an entry of usual size.</summary>
    public ExecutionStyle Style { get; init; } = ExecutionStyle.Market;

    /// <summary>Style of a large one.</summary>
    public ExecutionStyle LargeStyle { get; init; } = ExecutionStyle.Market;

    /// <summary>Share of the last 24 hours' volume from which an entry is large; one whose market's volume is not known is.</summary>
    public decimal LargeFrom { get; init; } = 0.0005m;

    /// <summary>Within which an entry is to be done.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Parts of a sliced entry.</summary>
    public int Slices { get; init; } = 10;

    /// <summary>Volume expected in each part of the time, in any unit; empty slices evenly.</summary>
    public IReadOnlyList<double> Profile { get; init; } = [];

    /// <summary>Share of an entry that an iceberg shows at once.</summary>
    public decimal VisibleShare { get; init; } = 0.2m;

    /// <summary>How often a resting entry may follow the touch.</summary>
    public int RepricingsMax { get; init; } = 3;

    /// <summary>Furthest price an entry for the depth of the book may touch, as a share of the mid price.</summary>
    public decimal SlippageMax { get; init; } = 0.002m;

    /// <summary>The style for an entry of a size.</summary>
    /// <param name="dailyVolume">Base volume of the last 24 hours; null when not known.</param>
    public ExecutionStyle StyleOf(Quantity quantity, double? dailyVolume) =>
        quantity.ToDouble() >= (double)LargeFrom * (dailyVolume is > 0 and var volume ? volume : 0) ? LargeStyle : Style;

    /// <summary>What is wrong, one sentence each, naming the key; empty when these may be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        void Bound(string key, decimal value, decimal min, decimal max)
        {
            if (value < min || value > max) problems.Add($"{key} is {value}; it must lie between {min} and {max}.");
        }

        Bound(nameof(LargeFrom), LargeFrom, 0m, 1m);
        Bound(nameof(Slices), Slices, 1m, 1_000m);
        Bound(nameof(VisibleShare), VisibleShare, 0.001m, 1m);
        Bound(nameof(RepricingsMax), RepricingsMax, 0m, 3m);
        Bound(nameof(SlippageMax), SlippageMax, 0.00001m, 0.05m);
        if (Duration <= TimeSpan.Zero || Duration > TimeSpan.FromHours(1))
            problems.Add($"{nameof(Duration)} is {Duration}; it must lie above 0, up to 1 hour.");
        return problems;
    }
}
