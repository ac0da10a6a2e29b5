using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>Money and holdings of the one account, and what its open orders have set aside. Exact arithmetic throughout.</summary>
internal sealed class VenueAccount(SimulatedVenueOptions options)
{
    private readonly List<InstrumentMatching> matchings = [];

    /// <summary>Quote currency: on spot what is left to spend, on perpetuals the wallet with realised profit.</summary>
    public decimal Cash { get; private set; } = options.InitialCash;

    public decimal FeesPaid { get; private set; }

    public decimal FundingReceived { get; private set; }

    public decimal LeverageMax { get; set; } = options.LeverageMax;

    public void Add(InstrumentMatching matching) => matchings.Add(matching);

    public decimal Equity => Cash + matchings.Sum(m => m.Holding.ValueAt(m.Holding.Mark));

    /// <summary>What is left of the third asset that fees are paid in.</summary>
    public decimal FeeAssetBalance { get; private set; } = options.FeeAsset?.Balance ?? 0;

    /// <summary>Books one fill.</summary>
    /// <returns>The fee: basis points of notional, to 10⁻⁸, halves away from zero; what was charged, where it was a third asset; the profit realised on a perpetual.</returns>
    public (decimal Fee, AssetAmount? Charged, decimal Realised) Fill(Holding holding, Side side, Price price, Quantity quantity, bool isMaker)
    {
        decimal fee = Fee(price * quantity, isMaker ? options.MakerFeeBps : options.TakerFeeBps);
        decimal flow = holding.Trade(side, price, quantity);
        decimal realised = holding.Instrument.Kind == InstrumentKind.Perpetual ? flow : 0;
        Cash += flow;
        if (Charge(fee) is { } charged)
        {
            decimal worth = Math.Round(charged.Amount * options.FeeAsset!.Price, FixedPoint.Decimals, MidpointRounding.AwayFromZero);
            FeesPaid += worth;
            return (worth, charged, realised);
        }

        Cash -= fee;
        FeesPaid += fee;
        return (fee, null, realised);
    }

    private AssetAmount? Charge(decimal fee)
    {
        if (options.FeeAsset is not { } third || fee <= 0) return null;
        decimal amount = Math.Round(fee * (1 - third.Discount) / third.Price, FixedPoint.Decimals, MidpointRounding.AwayFromZero);
        if (amount > FeeAssetBalance) return null;
        FeeAssetBalance -= amount;
        return new AssetAmount(third.Asset, amount);
    }

    public void Receive(decimal funding)
    {
        Cash += funding;
        FundingReceived += funding;
    }

    /// <summary>Fee a taker would pay at most.</summary>
    public decimal TakerFee(decimal notional) => Math.Max(0, Fee(notional, options.TakerFeeBps));

    /// <summary>Cash that no open order and no position has set aside.</summary>
    public decimal FreeCash => Cash - ReservedCash - InitialMargin;

    /// <summary>Equity of the perpetuals that spot orders have not set aside.</summary>
    public decimal MarginBalance =>
        Cash + matchings.Where(m => m.IsPerpetual).Sum(m => m.Holding.ValueAt(m.Holding.Mark)) - ReservedCash;

    /// <summary>Sum of the initial margins of all perpetuals with their open orders.</summary>
    public decimal InitialMargin => matchings.Where(m => m.IsPerpetual).Sum(m => m.Exposure(null) / LeverageMax);

    /// <summary>Largest quantity on the step grid whose price and taker fee the cash pays.</summary>
    public Quantity Affordable(Price price, Quantity wanted, Quantity step)
    {
        decimal each = price.Value * (1 + Math.Max(0, options.TakerFeeBps) / 10_000);
        if (each * wanted.Value <= Cash) return wanted;
        decimal quantity = Math.Max(0, Math.Floor(Cash / each * FixedPoint.Scale));
        return Quantity.FromRaw((long)quantity).FloorTo(step);
    }

    /// <summary>Spot buys at their limits, with the taker's fee.</summary>
    private decimal ReservedCash => matchings.Where(m => !m.IsPerpetual).Sum(m => m.ReservedNotional() is var notional ? notional + TakerFee(notional) : 0);

    private static decimal Fee(decimal notional, decimal bps) =>
        Math.Round(notional * bps / 10_000, FixedPoint.Decimals, MidpointRounding.AwayFromZero);
}
