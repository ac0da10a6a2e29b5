using Parley.Dashboard;
using Parley.Domain;

namespace Parley.Browser.Tests;

/// <summary>A round trip of the fixture desk, in minutes since the start; the last one is still open.</summary>
internal sealed record FixtureTrade(int Entry, int? Exit, Side Side, decimal Quantity, bool StoppedOut)
{
    public string EntryId => $"d{Entry:0000}";

    public string? ExitId => Exit is { } exit && !StoppedOut ? $"d{exit:0000}" : null;

    public int Sign => Side == Side.Buy ? 1 : -1;
}

/// <summary>What the trades did to the account, minute by minute: the page's numbers add up because these do.</summary>
internal sealed class FixtureAccount
{
    public const decimal StartingBalance = 100_000m;
    private const decimal FeeRate = 0.0005m;

    public static readonly IReadOnlyList<FixtureTrade> Trades =
    [
        new(65, 120, Side.Buy, 0.42m, StoppedOut: false),
        new(180, 214, Side.Sell, 0.38m, StoppedOut: true),
        new(265, 345, Side.Buy, 0.51m, StoppedOut: false),
        new(405, 470, Side.Sell, 0.33m, StoppedOut: false),
        new(520, 583, Side.Buy, 0.47m, StoppedOut: true),
        new(640, null, Side.Buy, 0.36m, StoppedOut: false),
    ];

    private readonly FixtureMarket _market;

    public FixtureAccount(FixtureMarket market)
    {
        _market = market;
        decimal peak = StartingBalance;
        for (int minute = 0; minute < market.Minutes.Count; minute++)
        {
            decimal equity = StartingBalance;
            foreach (FixtureTrade trade in Trades)
                if (minute >= trade.Entry) equity += Profit(trade, minute) - FeesUpTo(trade, minute);
            peak = Math.Max(peak, equity);
            Curve.Add(new EquityDto(market.Minutes[minute].Time, equity, (double)(1 - equity / peak)));
        }

        foreach (FixtureTrade trade in Trades) AddFills(trade);
    }

    public List<EquityDto> Curve { get; } = [];

    public List<FillDto> Fills { get; } = [];

    public static FixtureTrade Open => Trades[^1];

    public decimal PriceAt(int minute) => _market.Minutes[minute].Close;

    public decimal StopOf(FixtureTrade trade) => PriceAt(trade.Entry) - trade.Sign * 440m;

    public decimal? NetProfit(FixtureTrade trade) =>
        trade.Exit is { } exit ? decimal.Round(Profit(trade, exit) - FeesUpTo(trade, exit), 2) : null;

    public AccountDto Now()
    {
        int last = _market.Minutes.Count - 1;
        decimal realised = 0, fees = 0;
        foreach (FixtureTrade trade in Trades)
        {
            if (trade.Exit is { } exit) realised += Profit(trade, exit);
            fees += FeesUpTo(trade, last);
        }

        decimal unrealised = Profit(Open, last);
        decimal equity = Curve[^1].Equity;
        decimal peak = Curve.Max(point => point.Equity);
        double dayLoss = Math.Max(0, (double)(1 - equity / StartingBalance));
        return new AccountDto(
            equity, equity - unrealised, StartingBalance, realised, unrealised, fees, -3.18m, peak, Curve[^1].Drawdown, dayLoss, dayLoss + 0.021);
    }

    private decimal Profit(FixtureTrade trade, int minute) =>
        trade.Sign * trade.Quantity * (PriceAt(Math.Min(minute, trade.Exit ?? minute)) - PriceAt(trade.Entry));

    private decimal FeesUpTo(FixtureTrade trade, int minute)
    {
        decimal fees = trade.Quantity * PriceAt(trade.Entry) * FeeRate;
        return trade.Exit is { } exit && minute >= exit ? fees + trade.Quantity * PriceAt(exit) * FeeRate : fees;
    }

    private void AddFills(FixtureTrade trade)
    {
        Side closing = trade.Side == Side.Buy ? Side.Sell : Side.Buy;
        Fills.Add(FillOf(trade, trade.Entry, trade.Side, trade.EntryId, FillPurpose.Entry));
        if (trade.Exit is not { } exit) return;
        FillPurpose purpose = trade.StoppedOut ? FillPurpose.Stop : FillPurpose.Exit;
        Fills.Add(FillOf(trade, exit, closing, trade.ExitId ?? trade.EntryId, purpose));
    }

    private FillDto FillOf(FixtureTrade trade, int minute, Side side, string decision, FillPurpose purpose)
    {
        decimal price = PriceAt(minute);
        string leg = purpose switch { FillPurpose.Stop => "stop", FillPurpose.Exit => "exit", _ => "entry" };
        return new FillDto(
            FixtureMarket.At(minute).ToUnixTimeSeconds() + 1, FixtureMarket.Symbol, side, price, trade.Quantity,
            decimal.Round(price * trade.Quantity * FeeRate, 4), $"{decision}.{leg}.0", decision, purpose);
    }
}
