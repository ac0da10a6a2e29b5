using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Realised volatility of the last minute: the root of the sum of the 60 squared logarithmic returns between prices
/// sampled at every UTC second, each sample being the last price before it (previous-tick sampling; Andersen, Bollerslev,
/// Diebold and Labys, "Modeling and Forecasting Realized Volatility", 2003). After a minute of silence it starts again.
/// </summary>
internal struct SampledVolatility
{
    public const int Samples = 60;

    private readonly double[] squares = new double[Samples];
    private long head = -1;
    private double held;
    private double sampled = double.NaN;
    private int next;
    private int count;

    public SampledVolatility()
    {
    }

    /// <param name="price">Positive; holds from now on.</param>
    public void Update(Timestamp at, double price)
    {
        long second = VenueSecond.Of(at);
        if (head < 0) head = second;
        if (second - head > Samples) Forget(second);
        while (head < second)
        {
            head++;
            Sample();
        }

        held = price;
    }

    /// <summary>Logarithmic return per minute; NaN until 60 returns are known.</summary>
    public readonly double Read(Timestamp asOf)
    {
        // Reading moves nothing: of the samples due since the last price, the first holds its move, the others none.
        long due = Math.Max(VenueSecond.Of(asOf) - head, 0);
        if (head < 0 || due > Samples || double.IsNaN(sampled)) return double.NaN;
        int kept = Samples - (int)due;
        if (kept > count) return double.NaN;
        double sum = 0;
        for (int age = kept; age >= 1; age--) sum += squares[(next - age + Samples) % Samples];
        if (due > 0) sum += Square(Math.Log(held / sampled));
        return Math.Sqrt(sum);
    }

    public readonly void Save(ref SnapshotWriter writer)
    {
        writer.Write(squares);
        writer.Write(head);
        writer.Write(held);
        writer.Write(sampled);
        writer.Write(next);
        writer.Write(count);
    }

    public void Restore(ref SnapshotReader reader)
    {
        reader.Read(squares);
        head = reader.ReadInt64();
        held = reader.ReadDouble();
        sampled = reader.ReadDouble();
        next = reader.ReadCount(Samples - 1);
        count = reader.ReadCount(Samples);
    }

    private static double Square(double value) => value * value;

    private void Sample()
    {
        if (!double.IsNaN(sampled))
        {
            // Most seconds of a quiet market repeat the price: no logarithm needed for zero.
            squares[next] = held == sampled ? 0 : Square(Math.Log(held / sampled));
            if (++next == Samples) next = 0;
            if (count < Samples) count++;
        }

        sampled = held;
    }

    private void Forget(long second)
    {
        head = second;
        sampled = double.NaN;
        next = count = 0;
    }
}
