using Parley.Domain;

namespace Parley.Benchmarks;

/// <summary>What is simulated. Times in seconds.</summary>
/// <param name="PublishInterval">How often the edge publishes an instrument that moved.</param>
/// <param name="EventsPerSecond">Of the busiest instrument; the k-th busiest has this divided by k, but at least one in ten seconds (Zipf).</param>
/// <param name="ApplySeconds">Processor time to unpack and apply one event: measured, see docs/cost.md.</param>
/// <param name="CheckpointSeconds">Median of one checkpoint write; waits for storage are lognormal with σ = 0.6, so that one in a hundred takes four times as long.</param>
/// <param name="CloseSeconds">Median of what a bar's close adds: rows, snapshot, start.</param>
/// <param name="DeliveryOverhead">Of one call from host to worker.</param>
/// <param name="DeliveryMax">Batches in one delivery (host.json).</param>
internal sealed record QueueSettings(
    int Instruments,
    int Partitions,
    double PublishInterval = 5,
    double EventsPerSecond = 300,
    double ApplySeconds = 8e-6,
    double CheckpointSeconds = 0.012,
    double CloseSeconds = 0.045,
    double DeliveryOverhead = 0.003,
    int DeliveryMax = 64,
    int Minutes = 10);

internal sealed record QueueResult(
    double DeliveriesPerSecond, double CheckpointsPerSecond, double Busy, double LagMedian, double Lag99, double LagWorst, double CloseLag99);

/// <summary>
/// One queue per partition with one server, which takes everything that waits, up to a limit: that is how a partition is
/// read. Instruments of one delivery wait for storage side by side, so a delivery takes as long as its slowest.
/// </summary>
internal static class QueueModel
{
    private const double Sigma = 0.6;
    private const double Minute = 60;

    public static QueueResult Run(QueueSettings settings, ulong seed)
    {
        List<float> lags = [];
        List<float> closeLags = [];
        long deliveries = 0;
        long checkpoints = 0;
        double busy = 0;
        double duration = settings.Minutes * Minute;
        for (int partition = 0; partition < settings.Partitions; partition++)
        {
            Prng random = Prng.For(seed, (ulong)partition);
            Arrival[] arrivals = Arrivals(settings, partition, random);
            double free = 0;
            int next = 0;
            HashSet<int> served = [];
            while (next < arrivals.Length)
            {
                double start = Math.Max(free, arrivals[next].At);
                int end = next;
                double apply = 0;
                double storage = 0;
                served.Clear();
                while (end < arrivals.Length && arrivals[end].At <= start && end - next < settings.DeliveryMax)
                {
                    Arrival arrival = arrivals[end++];
                    apply += arrival.Events * settings.ApplySeconds;
                    double wait = arrival.Closes ? Wait(settings.CloseSeconds, random) : 0;
                    if (served.Add(arrival.Instrument)) wait += Wait(settings.CheckpointSeconds, random);
                    storage = Math.Max(storage, wait);
                }

                free = start + settings.DeliveryOverhead + apply + storage;
                busy += free - start;
                deliveries++;
                checkpoints += served.Count;
                for (; next < end; next++)
                {
                    float lag = (float)(free - arrivals[next].At);
                    lags.Add(lag);
                    if (arrivals[next].Closes) closeLags.Add(lag);
                }
            }
        }

        lags.Sort();
        closeLags.Sort();
        return new(
            deliveries / duration, checkpoints / duration, busy / duration / settings.Partitions,
            At(lags, 0.5), At(lags, 0.99), lags[^1], At(closeLags, 0.99));
    }

    private static Arrival[] Arrivals(QueueSettings settings, int partition, Prng random)
    {
        List<Arrival> arrivals = [];
        for (int instrument = partition; instrument < settings.Instruments; instrument += settings.Partitions)
        {
            double rate = Math.Max(settings.EventsPerSecond / (instrument + 1), 0.1);
            double phase = random.NextDouble() * settings.PublishInterval;
            double from = 0;
            int minute = 1;
            for (double at = phase; at < settings.Minutes * Minute; at += settings.PublishInterval)
            {
                // A bar's close is published at once, not at the next interval.
                if (at >= minute * Minute)
                {
                    double close = minute++ * Minute + 0.2 + random.NextExponential() / Math.Max(rate, 1);
                    arrivals.Add(new(close, instrument, 1 + Poisson(rate * Math.Max(0, close - from), random), Closes: true));
                    from = Math.Max(from, close);
                }

                int events = Poisson(rate * Math.Max(0, at - from), random);
                from = Math.Max(from, at);
                if (events > 0) arrivals.Add(new(at, instrument, events, Closes: false));
            }
        }

        return [.. arrivals.OrderBy(a => a.At)];
    }

    private static double Wait(double median, Prng random) => median * Math.Exp(Sigma * random.NextGaussian());

    /// <summary>By counting exponential gaps (Knuth); for large means the normal approximation.</summary>
    private static int Poisson(double mean, Prng random)
    {
        if (mean > 30) return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * random.NextGaussian()));
        int count = 0;
        for (double sum = random.NextExponential(); sum < mean; sum += random.NextExponential()) count++;
        return count;
    }

    private static double At(List<float> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private readonly record struct Arrival(double At, int Instrument, int Events, bool Closes);
}
