using Parley.Domain;

namespace Parley.Features;

/// <summary>Lines drawn above and below prices: Donchian, Keltner, Ichimoku, SuperTrend, Chandelier exit.</summary>
internal sealed class ChannelFeatures() : BarFamily(Formulas.Definitions)
{
    private const string LeBeau = "LeBeau; Elder, \"Come Into My Trading Room\", 2002";
    private const string Raschke = "Keltner 1960 in Raschke's form: EMA 20, ATR 10";
    private const string Hosoda = "Hosoda 1969 (Ichimoku Kinko Hyo), 9/26/52";
    private const string Seban = "Seban's SuperTrend, 10 and 3; first trend down until a close above the upper line";

    private static readonly FormulaList<ChannelFeatures> Formulas = new(FeatureKind.Bars, "channels")
    {
        {
            nameof(RollingMaximum), "donchian_high_20", Units.Quote, 20, "Highest high of the last 20 bars, this one included.",
            "Donchian channel; TA-Lib MAX", static (f, _) => f.high20.Value
        },
        {
            nameof(RollingMinimum), "donchian_low_20", Units.Quote, 20, "Lowest low of the last 20 bars, this one included.",
            "Donchian channel; TA-Lib MIN", static (f, _) => f.low20.Value
        },
        {
            nameof(RollingMaximum), "prior_high_20", Units.Quote, 21,
            "Highest high of the 20 bars before this one: a close above it is a breakout.",
            "Donchian channel, one bar earlier", static (f, _) => f.priorHigh20
        },
        {
            nameof(RollingMinimum), "prior_low_20", Units.Quote, 21,
            "Lowest low of the 20 bars before this one: a close below it is a breakout.",
            "Donchian channel, one bar earlier", static (f, _) => f.priorLow20
        },
        { nameof(KeltnerChannel), "keltner_upper", Units.Quote, 20, "`keltner_middle` + 2 × ATR 10.", Raschke, static (f, _) => f.keltner.Upper },
        { nameof(KeltnerChannel), "keltner_middle", Units.Quote, 20, "EMA 20 of closes.", Raschke, static (f, _) => f.keltner.Value },
        { nameof(KeltnerChannel), "keltner_lower", Units.Quote, 20, "`keltner_middle` − 2 × ATR 10.", Raschke, static (f, _) => f.keltner.Lower },
        {
            nameof(Ichimoku), "ichimoku_tenkan", Units.Quote, 9, "(highest high + lowest low) ÷ 2 of the last 9 bars.", Hosoda,
            static (f, _) => f.ichimoku.Tenkan
        },
        {
            nameof(Ichimoku), "ichimoku_kijun", Units.Quote, 26, "(highest high + lowest low) ÷ 2 of the last 26 bars.", Hosoda,
            static (f, _) => f.ichimoku.Kijun
        },
        {
            nameof(Ichimoku), "ichimoku_senkou_a", Units.Quote, 52,
            "(tenkan + kijun) ÷ 2 as it was 26 bars ago: the edge of the cloud that lies over this bar.", Hosoda,
            static (f, _) => f.ichimoku.SenkouA
        },
        {
            nameof(Ichimoku), "ichimoku_senkou_b", Units.Quote, 78,
            "(highest high + lowest low) ÷ 2 of 52 bars as it was 26 bars ago: the other edge of the cloud.", Hosoda,
            static (f, _) => f.ichimoku.SenkouB
        },
        {
            nameof(Ichimoku), "ichimoku_cloud", Units.Sign, 78, "1 when the close lies above the cloud, −1 below it, 0 inside or on its edge.",
            Hosoda, static (f, _) => f.ichimoku.CloudSide
        },
        {
            nameof(Ichimoku), "ichimoku_chikou", Units.Fraction, 27,
            "Close ÷ close 26 bars before − 1: what the lagging line shows, without drawing today's close into the past.",
            Hosoda, static (f, _) => f.chikou.Value
        },
        { nameof(SuperTrend), "supertrend", Units.Quote, 11, "The trailing line: below prices in an upward trend, above them in a downward one.", Seban, static (f, _) => f.superTrend.Value },
        { nameof(SuperTrend), "supertrend_direction", "−1 or 1", 11, "1 while the trend is up, −1 while it is down.", Seban, static (f, _) => f.superTrend.Direction },
        { nameof(ChandelierExit), "chandelier_long", Units.Quote, 23, "Highest high of the last 22 bars − 3 × ATR 22: where a long position is given up.", LeBeau, static (f, _) => f.chandelier.Long },
        { nameof(ChandelierExit), "chandelier_short", Units.Quote, 23, "Lowest low of the last 22 bars + 3 × ATR 22: where a short position is given up.", LeBeau, static (f, _) => f.chandelier.Short },
    };

    private RollingMaximum high20 = new(20);
    private RollingMinimum low20 = new(20);
    private double priorHigh20 = double.NaN;
    private double priorLow20 = double.NaN;
    private KeltnerChannel keltner = new(20, 10, 2);
    private Ichimoku ichimoku = new(9, 26, 52);
    private RateOfChange chikou = new(26);
    private SuperTrend superTrend = new(10, 3);
    private ChandelierExit chandelier = new(22, 3);

    public override void Update(in Bar bar)
    {
        priorHigh20 = high20.Value;
        priorLow20 = low20.Value;
        high20.Update(bar.High.ToDouble());
        low20.Update(bar.Low.ToDouble());
        keltner.Update(bar);
        ichimoku.Update(bar);
        chikou.Update(bar.Close);
        superTrend.Update(bar);
        chandelier.Update(bar);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        high20.Sync(ref state);
        low20.Sync(ref state);
        state.Sync(ref priorHigh20);
        state.Sync(ref priorLow20);
        keltner.Sync(ref state);
        ichimoku.Sync(ref state);
        chikou.Sync(ref state);
        superTrend.Sync(ref state);
        chandelier.Sync(ref state);
    }
}
