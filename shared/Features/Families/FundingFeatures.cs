using Parley.Domain;

namespace Parley.Features;

/// <summary>What holding a perpetual costs, here and on other venues. Rates are compared per 8 hours.</summary>
internal sealed class FundingFeatures() : Family(Formulas.Definitions)
{
    private const int History = 90;
    private const int VenuesMax = 8;
    private const double Extreme = 0.001;
    private const string PerEightHours = "fraction per 8 h";
    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);

    private static readonly FormulaList<FundingFeatures> Formulas = new(FeatureKind.Funding, "funding")
    {
        {
            nameof(FundingFeatures), "funding_rate", PerEightHours, 1,
            "The venue's rate, settled or forecast, × 8 h ÷ its interval; positive: longs pay. Unknown two intervals after its settlement.",
            Sources.Own, static (f, t) => f.Rate(t)
        },
        {
            nameof(FundingFeatures), "funding_percentile_90", Units.Share, History + 1,
            "Share of the 90 rates before the current one that are not above it.", "Percentile rank",
            static (f, t) => f.Percentile(t)
        },
        {
            nameof(FundingFeatures), "funding_extreme", Units.Sign, 1, "1 when `funding_rate` is above 0.1 %, −1 when below −0.1 %, else 0.",
            Sources.Own, static (f, t) => f.Rate(t) is var rate && double.IsNaN(rate) ? double.NaN : rate > Extreme ? 1 : rate < -Extreme ? -1 : 0
        },
        {
            nameof(FundingFeatures), "funding_mean_9", PerEightHours, 9, "Mean of the last nine rates, the current one included: three days at 8 h.",
            Sources.Own, static (f, t) => (f.recent.Value + f.Rate(t)) / 9
        },
        {
            nameof(FundingFeatures), "funding_spread", PerEightHours, 1,
            "Highest − lowest current rate of all venues; unknown with fewer than two.", Sources.Own, static (f, t) => f.Spread(t)
        },
    };

    // Settled rates of the own venue before the current one.
    private readonly double[] settled = new double[History];
    private readonly VenueRate[] venues = new VenueRate[VenuesMax];
    private RollingSum recent = new(8);
    private int next;
    private int count;
    private int venueCount;

    /// <summary>The first venue told of is the instrument's own.</summary>
    /// <returns>False when nothing changed: older than what is known, not a finite rate, or one venue too many.</returns>
    public bool Update(in FundingRate rate)
    {
        if (!double.IsFinite(rate.Rate) || rate.Interval <= TimeSpan.Zero) return false;
        int index = IndexOf(rate.Venue);
        if (index < 0) return false;
        ref VenueRate known = ref venues[index];
        if (rate.SettlesAt < known.SettlesAt) return false;
        double comparable = rate.Rate * (EightHours / rate.Interval);
        if (index == 0 && known.SettlesAt != default && rate.SettlesAt > known.SettlesAt) Settle(known.Rate);
        known = new VenueRate(rate.Venue, rate.SettlesAt, rate.Interval, comparable);
        return true;
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        state.Sync(settled);
        state.SyncCount(ref next, History - 1);
        state.SyncCount(ref count, History);
        recent.Sync(ref state);
        state.SyncCount(ref venueCount, VenuesMax);
        for (int i = 0; i < venueCount; i++) venues[i].Sync(ref state);
    }

    private int IndexOf(string venue)
    {
        for (int i = 0; i < venueCount; i++)
            if (venues[i].Venue == venue) return i;
        return venueCount < VenuesMax ? venueCount++ : -1;
    }

    private void Settle(double rate)
    {
        settled[next] = rate;
        if (++next == History) next = 0;
        if (count < History) count++;
        recent.Update(rate);
    }

    private double Rate(Timestamp asOf) => venueCount == 0 ? double.NaN : venues[0].At(asOf);

    private double Percentile(Timestamp asOf)
    {
        double rate = Rate(asOf);
        if (count < History || double.IsNaN(rate)) return double.NaN;
        int notAbove = 0;
        foreach (double earlier in settled)
            if (earlier <= rate) notAbove++;
        return notAbove / (double)History;
    }

    private double Spread(Timestamp asOf)
    {
        (double lowest, double highest, int known) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        for (int i = 0; i < venueCount; i++)
        {
            double rate = venues[i].At(asOf);
            if (double.IsNaN(rate)) continue;
            (lowest, highest) = (Math.Min(lowest, rate), Math.Max(highest, rate));
            known++;
        }

        return known > 1 ? highest - lowest : double.NaN;
    }

    private struct VenueRate(string venue, Timestamp settlesAt, TimeSpan interval, double rate)
    {
        public string Venue = venue;
        public Timestamp SettlesAt = settlesAt;
        public double Rate = rate;
        private long interval = interval.Ticks;

        public readonly double At(Timestamp asOf) =>
            SettlesAt != default && asOf <= SettlesAt + TimeSpan.FromTicks(2 * interval) ? Rate : double.NaN;

        public void Sync(ref StateStream state)
        {
            Venue ??= "";
            state.Sync(ref Venue);
            state.Sync(ref SettlesAt);
            state.Sync(ref Rate);
            state.Sync(ref interval);
        }
    }
}
