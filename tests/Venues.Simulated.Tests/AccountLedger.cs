using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

/// <summary>The account as anyone could compute it from the venue's facts alone; also checks each order's life.</summary>
internal sealed class AccountLedger(decimal initialCash)
{
    private readonly Dictionary<ClientOrderId, (PlaceOrder Order, Timestamp SentAt, decimal Filled, bool IsDone)> orders = [];
    private readonly HashSet<long> tradeIds = [];
    private decimal paidForTrades;
    private decimal fees;
    private decimal funding;

    public Dictionary<Symbol, decimal> Positions { get; } = [];

    public int Fills { get; private set; }

    public int Refusals { get; private set; }

    public int Expiries { get; private set; }

    public IEnumerable<ClientOrderId> Open => orders.Where(pair => !pair.Value.IsDone).Select(pair => pair.Key);

    public decimal Fees => fees;

    public decimal Funding => funding;

    public void Sent(PlaceOrder order, Timestamp at) => orders.Add(order.Id, (order, at, 0, false));

    public void Take(VenueFact fact, TimeSpan latency)
    {
        switch (fact)
        {
            case OrderFilled fill:
                Book(fill, latency);
                break;
            case FundingPaid paid:
                funding += paid.Amount;
                break;
            case OrderRefused refused:
                Refusals++;
                refused.Reason.ShouldNotBeEmpty();
                Finish(refused);
                break;
            case OrderExpired expired:
                Expiries++;
                Finish(expired);
                break;
            case OrderCancelled cancelled:
                Finish(cancelled);
                break;
            default:
                break;
        }
    }

    /// <summary>Cash and positions at given prices: every coin and every cent came from somewhere.</summary>
    public decimal EquityAt(IReadOnlyDictionary<Symbol, Price> marks) =>
        initialCash - paidForTrades - fees + funding + Positions.Sum(pair => pair.Value * marks[pair.Key].Value);

    private void Book(OrderFilled fill, TimeSpan latency)
    {
        Fills++;
        tradeIds.Add(fill.TradeId).ShouldBeTrue("each execution has its own number");
        (PlaceOrder order, Timestamp sentAt, decimal filled, bool isDone) = orders[fill.Id];
        isDone.ShouldBeFalse($"{fill} after the order was done");
        fill.At.ShouldBeGreaterThanOrEqualTo(sentAt + latency);
        if (order.Limit is { } limit) (order.Side == Side.Buy ? fill.Price <= limit : fill.Price >= limit).ShouldBeTrue($"{fill} against limit {limit}");
        if (order.TimeInForce == TimeInForce.PostOnly) fill.IsMaker.ShouldBeTrue();
        decimal signed = fill.Side == Side.Buy ? fill.Quantity.Value : -fill.Quantity.Value;
        decimal before = Positions.GetValueOrDefault(fill.Symbol);
        if (order.ReduceOnly)
        {
            Math.Sign(before).ShouldBe(-Math.Sign(signed), $"{fill} does not reduce {before}");
            Math.Abs(signed).ShouldBeLessThanOrEqualTo(Math.Abs(before), $"{fill} flips {before}");
        }

        Positions[fill.Symbol] = before + signed;
        paidForTrades += fill.Price.Value * signed;
        fees += fill.Fee;
        filled += fill.Quantity.Value;
        filled.ShouldBeLessThanOrEqualTo(order.Quantity.Value);
        orders[fill.Id] = (order, sentAt, filled, filled == order.Quantity.Value);
    }

    private void Finish(OrderFact fact)
    {
        (PlaceOrder order, Timestamp sentAt, decimal filled, bool isDone) = orders[fact.Id];
        isDone.ShouldBeFalse($"{fact} after the order was done");
        orders[fact.Id] = (order, sentAt, filled, true);
    }
}
