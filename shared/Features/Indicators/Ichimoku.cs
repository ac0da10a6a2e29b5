using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Ichimoku Kinko Hyo (Hosoda 1969): mid-ranges of three lengths, two of them drawn forward as the edges of a cloud. The
/// cloud over a bar was computed the middle length before it, so nothing here looks ahead.
/// </summary>
public struct Ichimoku
{
    private readonly double[] cloudA;
    private readonly double[] cloudB;
    private MidRange tenkan;
    private MidRange kijun;
    private MidRange broad;
    private double senkouA = double.NaN;
    private double senkouB = double.NaN;
    private double close;
    private int next;

    /// <param name="fast">Of tenkan.</param>
    /// <param name="middle">Of kijun, and how far forward the cloud is drawn.</param>
    /// <param name="slow">Of the cloud's slower edge.</param>
    public Ichimoku(int fast, int middle, int slow)
    {
        tenkan = new(fast);
        kijun = new(middle);
        broad = new(slow);
        cloudA = new double[middle];
        cloudB = new double[middle];
        Array.Fill(cloudA, double.NaN);
        Array.Fill(cloudB, double.NaN);
    }

    /// <summary>Updates until every line is known.</summary>
    public readonly int WarmUp => broad.WarmUp + cloudB.Length;

    public readonly bool IsWarm => !double.IsNaN(senkouB);

    /// <summary>Conversion line, quote currency; NaN until warm.</summary>
    public readonly double Tenkan => tenkan.Value;

    /// <summary>Base line, quote currency; NaN until warm.</summary>
    public readonly double Kijun => kijun.Value;

    /// <summary>Faster edge of the cloud over the last bar, quote currency; NaN until warm.</summary>
    public readonly double SenkouA => senkouA;

    /// <summary>Slower edge of the cloud over the last bar, quote currency; NaN until warm.</summary>
    public readonly double SenkouB => senkouB;

    /// <summary>1 above the cloud, −1 below, 0 within; NaN until warm.</summary>
    public readonly double CloudSide =>
        !IsWarm ? double.NaN : close > Math.Max(senkouA, senkouB) ? 1 : close < Math.Min(senkouA, senkouB) ? -1 : 0;

    public void Update(in Bar bar)
    {
        tenkan.Update(bar);
        kijun.Update(bar);
        broad.Update(bar);
        close = bar.Close.ToDouble();
        senkouA = cloudA[next];
        senkouB = cloudB[next];
        cloudA[next] = (tenkan.Value + kijun.Value) / 2;
        cloudB[next] = broad.Value;
        if (++next == cloudA.Length) next = 0;
    }

    public void Sync(ref StateStream state)
    {
        tenkan.Sync(ref state);
        kijun.Sync(ref state);
        broad.Sync(ref state);
        state.Sync(cloudA);
        state.Sync(cloudB);
        state.Sync(ref senkouA);
        state.Sync(ref senkouB);
        state.Sync(ref close);
        state.SyncCount(ref next, cloudA.Length - 1);
    }

    /// <summary>(highest high + lowest low) / 2 of the last n bars.</summary>
    private struct MidRange(int period)
    {
        private RollingMaximum highest = new(period);
        private RollingMinimum lowest = new(period);

        public readonly int WarmUp => highest.WarmUp;

        public readonly double Value => (highest.Value + lowest.Value) / 2;

        public void Update(in Bar bar)
        {
            highest.Update(bar.High.ToDouble());
            lowest.Update(bar.Low.ToDouble());
        }

        public void Sync(ref StateStream state)
        {
            highest.Sync(ref state);
            lowest.Sync(ref state);
        }
    }
}
