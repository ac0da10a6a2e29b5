using Parley.Domain;

namespace Parley.Features;

internal sealed partial class FlowFeatures
{
    private const string TakerVolume = "base currency";
    private const string OrderFlow = "Taker side as the venue reports it; exact sums per UTC second";
    private const string Book = "Cont, Kukanov and Stoikov, \"The Price Impact of Order Book Events\", 2014";

    /// <summary>Every flow feature, in the order in which values are given out. Warm-up in seconds.</summary>
    internal static readonly FlowFeature[] Catalogue =
    [
        Define("cvd_1m", TakerVolume, TradeFlow.Minute,
            "Cumulative volume delta: taker buys − taker sells over the running second and the 59 before it.",
            OrderFlow, static (f, t) => f.trades.CumulativeDelta(TradeFlow.Minute, t)),
        Define("cvd_5m", TakerVolume, TradeFlow.FiveMinutes,
            "Cumulative volume delta over the running second and the 299 before it.",
            OrderFlow, static (f, t) => f.trades.CumulativeDelta(TradeFlow.FiveMinutes, t)),
        Define("buy_ratio_1m", "share, 0 to 1", TradeFlow.Minute,
            "Taker buys ÷ all taker volume of the window of `cvd_1m`; unknown when nothing traded in it.",
            OrderFlow, static (f, t) => f.trades.BuyRatio(TradeFlow.Minute, t)),
        Define("trades_1m", "trades", TradeFlow.Minute,
            "Number of trades in the window of `cvd_1m`.",
            OrderFlow, static (f, t) => f.trades.Trades(TradeFlow.Minute, t)),
        Define("missed_trades_5m", "trades", TradeFlow.FiveMinutes,
            "Trades of the window of `cvd_5m` that never arrived, by the venue's running number; above 0 the other trade "
            + "features of the window are incomplete.",
            OrderFlow, static (f, t) => f.trades.Missed(TradeFlow.FiveMinutes, t)),
        Define("book_imbalance_5", "share, −1 to 1", 0,
            "(bid − ask) ÷ (bid + ask) quantity over the best five levels of each side.",
            Book, static (f, _) => f.book.Imbalance),
        Define("book_imbalance_5s", "share, −1 to 1", 5,
            "Time-weighted mean of `book_imbalance_5` over 5 s (4.9 to 5: the window starts on a tenth of a second); "
            + "unknown unless the book was live throughout.",
            Book, static (f, t) => f.book.MeanImbalance(t)),
        Define("spread_bps", "basis points of mid", 0,
            "(best ask − best bid) ÷ mid, from the younger of quote and book.",
            "Quoted spread", static (f, _) => f.top.SpreadBps),
        Define("microprice_deviation_bps", "basis points of mid", 0,
            "(micro-price − mid) ÷ mid; micro-price = (bid × ask quantity + ask × bid quantity) ÷ (bid quantity + ask quantity).",
            "Gatheral and Oomen, \"Zero-intelligence realized variance estimation\", 2010",
            static (f, _) => f.top.MicropriceDeviationBps),
        Define("realised_volatility_1m", "log return per minute", SampledVolatility.Samples + 1,
            "√Σr² of the 60 log returns between mids sampled at every UTC second (last trades where no mid is known); "
            + "not annualised. Unknown after a minute without any price.",
            "Andersen, Bollerslev, Diebold and Labys, \"Modeling and Forecasting Realized Volatility\", 2003",
            static (f, t) => f.volatility.Read(t)),
        Define("depth_10bps_bid", "quote currency", 0,
            "Price × quantity of the bids at most 10 basis points below mid.",
            "Sum over the book", static (f, _) => f.book.BidDepth),
        Define("depth_10bps_ask", "quote currency", 0,
            "Price × quantity of the asks at most 10 basis points above mid.",
            "Sum over the book", static (f, _) => f.book.AskDepth),
    ];

    private static FlowFeature Define(
        string name, string units, int warmUp, string definition, string source, Func<FlowFeatures, Timestamp, double> read) =>
        new(new FeatureDefinition(FeatureKind.Flow, name, units, warmUp, definition, source), read);

    internal sealed record FlowFeature(FeatureDefinition Definition, Func<FlowFeatures, Timestamp, double> Read);
}
