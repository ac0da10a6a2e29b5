using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Several sources one after the other, as one. A source must not start more than a second before the previous one
/// ended: then their order is wrong.
/// </summary>
public sealed class ConcatenatedSource : IMarketSource
{
    private static readonly TimeSpan OverlapMax = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IMarketSource> sources;
    private readonly SeamSink seam;
    private int current;
    private Timestamp previousEnd;

    /// <param name="sources">At least one; disposed with this.</param>
    public ConcatenatedSource(IReadOnlyList<IMarketSource> sources)
    {
        if (sources.Count == 0) throw new ArgumentException("At least one source is needed.", nameof(sources));
        this.sources = sources;
        seam = new SeamSink(RequireOrder);
    }

    public string Name => string.Join(" + ", sources.Select(s => s.Name));

    public long FramesRead => sources.Sum(s => s.FramesRead);

    /// <summary>Each source counts the same; null when one cannot tell.</summary>
    public double? Progress
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < sources.Count; i++)
            {
                double? share = i < current ? 1 : i > current ? 0 : sources[i].Progress;
                if (share is null) return null;
                sum += share.Value;
            }

            return sum / sources.Count;
        }
    }

    public bool Pump(IMarketSink sink)
    {
        seam.Target = sink;
        while (current < sources.Count)
        {
            if (sources[current].Pump(seam)) return true;
            previousEnd = Timestamp.Max(previousEnd, seam.Latest);
            seam.StartNext();
            current++;
        }

        return false;
    }

    public void Dispose()
    {
        foreach (IMarketSource source in sources) source.Dispose();
    }

    private void RequireOrder(Timestamp first)
    {
        if (current == 0 || previousEnd - first <= OverlapMax) return;
        throw new MarketDataException(
            sources[current].Name,
            0,
            $"starts at {first}, before {sources[current - 1].Name} ended at {previousEnd}: the files are in the wrong order or overlap");
    }
}
