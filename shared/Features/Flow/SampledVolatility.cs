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

    private RollingSum squares = new(Samples);
    private long head = -1;
    private double held;
    private double sampled = double.NaN;

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
        if (head < 0 || due > Samples || (due > 0 && double.IsNaN(sampled))) return double.NaN;
        double move = due > 0 ? Square(sampled) : 0;
        return Math.Sqrt(Math.Max(squares.Newest(Samples - (int)due) + move, 0));
    }

    public void Sync(ref StateStream state)
    {
        squares.Sync(ref state);
        state.Sync(ref head);
        state.Sync(ref held);
        state.Sync(ref sampled);
    }

    // Most seconds of a quiet market repeat the price: no logarithm needed for zero.
    private readonly double Square(double from)
    {
        double move = held == from ? 0 : PortableMath.Log(held / from);
        return move * move;
    }

    private void Sample()
    {
        if (!double.IsNaN(sampled)) squares.Update(Square(sampled));
        sampled = held;
    }

    private void Forget(long second)
    {
        head = second;
        sampled = double.NaN;
        squares.Clear();
    }
}
