using Parley.Domain;

namespace Parley.Venues.Binance;

/// <content>Asking what the venue holds for an instrument.</content>
public sealed partial class BinanceGateway
{
    private static readonly TimeSpan StockAgain = TimeSpan.FromSeconds(3);

    public void TakeStock(Symbol symbol, Timestamp since)
    {
        if (clock.IsSynchronised && !stopped && rules.ContainsKey(symbol)) new StockTaking(this, symbol, since, _ => { }).Begin();
    }

    // For the adapter's own needs: again until it worked.
    private void TakeStockUntilDone(Symbol symbol, Timestamp since, Action done)
    {
        if (stopped) return;
        if (!rules.ContainsKey(symbol))
        {
            done();
            return;
        }

        new StockTaking(this, symbol, since, took =>
        {
            if (took) done();
            else agenda.After(StockAgain, () => TakeStockUntilDone(symbol, since, done));
        }).Begin();
    }

    /// <summary>
    /// One reading: open orders of every book and the position at once, then the trades, so that every trade in the position
    /// has been told before it. Any part that fails ends it without an answer.
    /// </summary>
    private sealed class StockTaking(BinanceGateway gateway, Symbol symbol, Timestamp since, Action<bool> ended)
    {
        private readonly List<StockedOrder> stocked = [];
        private readonly Queue<(long Number, List<TradeReport> Trades)> unnamed = new();
        private Quantity position;
        private Timestamp begun;
        private int waiting;
        private bool over;

        private bool IsFutures => gateway.IsFutures;

        public void Begin()
        {
            begun = gateway.clock.Now;
            waiting = IsFutures ? 3 : 2;
            Ask($"{gateway.Root}/openOrders", Symbol, IsFutures ? 1 : 6, body => TakeOrders(OrderReport.ReadMany(body)));
            if (IsFutures)
            {
                Ask("/fapi/v1/openAlgoOrders", Symbol, 1, body => TakeOrders(OrderReport.ReadMany(body)));
                Ask("/fapi/v3/positionRisk", Symbol, 5, body => TakePositions(AccountReports.Positions(body)));
            }
            else
            {
                Ask("/api/v3/account", buffer => buffer.Literal("omitZeroBalances"u8, "true"u8), 20, body => TakeAccount(AccountReports.Account(body)));
            }
        }

        private void Symbol(RequestBuffer buffer) => buffer.Text("symbol"u8, symbol.Value);

        private void Ask(string path, Action<RequestBuffer> parameters, int weight, BodyTaker taken)
        {
            if (over) return;
            bool left = gateway.calls.Get(path, parameters, weight, RequestClass.Regular, body =>
            {
                if (!over) taken(body);
            }, _ => End(took: false));
            if (!left) End(took: false);
        }

        private void TakeOrders(List<OrderReport> reports)
        {
            foreach (OrderReport report in reports)
            {
                if (report.Symbol != symbol) continue;
                TrackedOrder order = gateway.orders.Track(symbol, new ClientOrderId(report.ClientId));
                order.IsAlgo = report.IsAlgo;
                order.Side ??= report.Side;
                order.Quantity = report.Quantity;
                gateway.orders.Open(order);
                if (!report.IsAlgo) gateway.orders.Number(order, report.OrderId);
                else gateway.orders.Number(order, report.ActualOrderId);
                stocked.Add(report.ToStock());
            }

            PartDone();
        }

        // One-way mode has one line, BOTH; a hedged account's two lines add up to what the book would show.
        private void TakePositions(List<PositionReport> positions)
        {
            foreach (PositionReport line in positions)
                if (line.Symbol == symbol) position += line.Side == "SHORT" ? -line.Quantity.Abs() : line.Quantity;
            PartDone();
        }

        private void TakeAccount(AccountReport account)
        {
            string coin = gateway.rules[symbol].Instrument.BaseAsset;
            decimal held = 0;
            foreach (BalanceReport balance in account.Balances)
            {
                gateway.holdings[balance.Asset] = balance.Free + balance.Locked;
                if (balance.Asset == coin) held = balance.Free + balance.Locked;
            }

            position = Quantity.From(held);
            PartDone();
        }

        private void PartDone()
        {
            if (--waiting == 0) AskTrades(buffer => buffer.Number("startTime"u8, Math.Max(0, since.Milliseconds)));
        }

        private void AskTrades(Action<RequestBuffer> from) => Ask(
            IsFutures ? "/fapi/v1/userTrades" : "/api/v3/myTrades",
            buffer =>
            {
                Symbol(buffer);
                from(buffer);
                buffer.Number("limit"u8, TradesPerPage);
            },
            IsFutures ? 5 : 20,
            body => TakeTrades(TradeReports.Read(body)));

        private void TakeTrades(List<TradeReport> trades)
        {
            foreach (IGrouping<long, TradeReport> group in trades.GroupBy(trade => trade.OrderId))
            {
                if (gateway.orders.Find(symbol, group.Key) is { } order) Tell(order, group);
                else unnamed.Enqueue((group.Key, [.. group]));
            }

            if (trades.Count >= TradesPerPage)
            {
                long next = trades.Max(trade => trade.TradeId) + 1;
                AskTrades(buffer => buffer.Number("fromId"u8, next));
            }
            else
            {
                NameNext();
            }
        }

        private void Tell(TrackedOrder order, IEnumerable<TradeReport> trades)
        {
            foreach (TradeReport trade in trades) gateway.TellTrade(order, trade, trade.TimeMs);
        }

        // Trades carry the venue's number of their order; whose it is, the order itself says.
        private void NameNext()
        {
            if (!unnamed.TryDequeue(out (long Number, List<TradeReport> Trades) group))
            {
                End(took: true);
                return;
            }

            if (gateway.orders.Find(symbol, group.Number) is { } known)
            {
                Tell(known, group.Trades);
                NameNext();
                return;
            }

            Ask($"{gateway.Root}/order", buffer =>
            {
                Symbol(buffer);
                buffer.Number("orderId"u8, group.Number);
            }, IsFutures ? 1 : 4, body => Named(OrderReport.Read(body), group.Trades));
        }

        private void Named(OrderReport report, List<TradeReport> trades)
        {
            if (!IsFutures || !Words.IsConditional(report.OriginalType))
            {
                TrackedOrder order = gateway.orders.Track(symbol, new ClientOrderId(report.ClientId));
                order.IsAlgo ??= false;
                gateway.orders.Number(order, report.OrderId);
                Tell(order, trades);
                NameNext();
                return;
            }

            Action named = () =>
            {
                TrackedOrder order = gateway.orders.Find(symbol, report.OrderId)
                    ?? gateway.orders.Track(symbol, new ClientOrderId(report.ClientId));
                gateway.orders.Number(order, report.OrderId);
                Tell(order, trades);
                NameNext();
            };
            bool left = gateway.calls.Get("/fapi/v1/allAlgoOrders", Symbol, 5, RequestClass.Regular, body =>
            {
                if (over) return;
                gateway.LearnChildren(OrderReport.ReadMany(body));
                named();
            }, failure =>
            {
                // A venue without this list leaves the order its own name; any other failure fails the whole.
                if (failure.Status == 404) named();
                else End(took: false);
            });
            if (!left) End(took: false);
        }

        private void End(bool took)
        {
            if (over) return;
            over = true;
            if (took) gateway.Tell(new StockTaken(symbol, gateway.clock.Now, begun, position, stocked));
            ended(took);
        }
    }
}
