using Parley.Domain;

namespace Parley.Risk.Tests;

/// <summary>Accounts that live through many signals, fills and prices: whatever comes, no entry takes them past a limit.</summary>
public sealed class RiskSequenceTests
{
    private const int Steps = 12;

    [Fact]
    [Trait("Invariant", "I-16")]
    [Trait("Invariant", "I-21")]
    [Trait("Invariant", "I-23")]
    public void No_sequence_of_signals_fills_and_prices_breaches_a_limit()
    {
        RiskSheet sheet = new();
        Cases.Check(seed =>
        {
            SmallAccount account = new(new Random(seed));
            for (int i = 0; i < Steps; i++) account.Step(sheet);
            return account.Entries > 0;
        }, atLeast: 8_000);
    }

    /// <summary>Three perpetuals, one account, orders that fill, rest, get lost and turn up late.</summary>
    private sealed class SmallAccount
    {
        private static readonly RiskLimits Limits = new()
        {
            RiskPerTrade = 0.05m,
            PositionMax = 1m,
            LeverageMax = 2m,
            NetExposureMax = 1.5m,
            Pyramiding = true,
            FundingQuiet = TimeSpan.FromSeconds(30),
        };

        private readonly Random random;
        private readonly long[] prices = [60_000_00000000, 3_000_00000000, 100_00000000];
        private readonly long[] held = new long[3];
        private readonly long[] pending = new long[3];
        private readonly bool[] unknown = new bool[3];
        private decimal cash = 10_000m;
        private decimal dayStart = 10_000m;
        private decimal peak = 10_000m;
        private TradingMode mode;
        private Timestamp now = Timestamp.FromMilliseconds(1_721_347_200_000);

        public SmallAccount(Random random) => this.random = random;

        public int Entries { get; private set; }

        public void Step(RiskSheet sheet)
        {
            now += TimeSpan.FromSeconds(random.Next(1, 7_200));
            Move();
            Settle();
            if (random.Next(8) == 0) mode = (TradingMode)random.Next(0, 5);
            else if (random.Next(3) == 0) mode = TradingMode.Normal;
            peak = Math.Max(peak, Equity);
            if (random.Next(6) == 0) dayStart = Equity;
            Signal(random.Next(3), random.Next(2) == 0 ? Side.Buy : Side.Sell, sheet);
        }

        private decimal Equity => cash + Sum(i => Price(i) * held[i] / FixedPoint.Scale);

        private void Signal(int i, Side side, RiskSheet sheet)
        {
            long away = Math.Max(1, (long)(prices[i] * (0.001 + random.NextDouble() * 0.03)));
            RiskCase question = Question(i, side, prices[i] + (side == Side.Buy ? -away : away));
            RiskGate.Judge(question, Limits, sheet);
            bool closes = held[i] != 0 && side == Side.Buy == held[i] < 0;
            if (closes)
            {
                // Too much risk is no reason against less of it.
                sheet.Allowed.ShouldBe(mode <= TradingMode.ReduceOnly);
                if (sheet.Allowed) Trade(i, side, sheet.Quantity.Raw);
                return;
            }

            if (!sheet.Allowed) return;
            mode.ShouldBe(TradingMode.Normal);
            pending[i].ShouldBe(0);
            unknown[i].ShouldBeFalse();
            Equity.ShouldBeGreaterThan(0.95m * dayStart);
            Equity.ShouldBeGreaterThan(0.90m * peak);
            pending[i] = side == Side.Buy ? sheet.Quantity.Raw : -sheet.Quantity.Raw;
            (sheet.Quantity.Raw * (decimal)away / FixedPoint.Scale / FixedPoint.Scale).ShouldBeLessThanOrEqualTo(0.05m * Equity);
            Keeps(i);
            Entries++;
            unknown[i] = random.Next(3) == 0;
            if (!unknown[i] && random.Next(2) == 0) Fill(i);
        }

        /// <summary>Counting everything that is open or unknown as filled.</summary>
        private void Keeps(int i)
        {
            decimal equity = Equity * 1.000_000_000_001m;
            Worst(i).ShouldBeLessThanOrEqualTo(Limits.PositionMax * equity);
            Sum(Worst).ShouldBeLessThanOrEqualTo(Limits.LeverageMax * equity);
            Math.Abs(Sum(j => Price(j) * (held[j] + pending[j]) / FixedPoint.Scale)).ShouldBeLessThanOrEqualTo(Limits.NetExposureMax * equity);
        }

        private RiskCase Question(int i, Side side, long stop) => new(Scenario.Perpetual with { Symbol = new($"C{i}USDT"), NotionalMin = 5m })
        {
            Side = side,
            Confidence = 0.55 + random.NextDouble() * 0.45,
            Stop = Domain.Price.FromRaw(stop),
            AsOf = now,
            LastPrice = Domain.Price.FromRaw(prices[i]),
            DailyVolume = 1e7,
            Volatility = random.Next(3) == 0 ? null : random.NextDouble() * 1.5,
            Account = new(
                Equity, cash, Quantity.FromRaw(held[i]), dayStart, dayStart, peak, Sum(j => j == i ? 0m : Worst(j)),
                pending[i] != 0 && !unknown[i] ? 1 : 0, unknown[i] ? 1 : 0, random.Next(0, 12), mode),
            Inputs = new() { NetElsewhere = Sum(j => j == i ? 0m : Price(j) * (held[j] + pending[j]) / FixedPoint.Scale) },
        };

        private decimal Worst(int i) => Price(i) * (Math.Abs(held[i]) + Math.Abs(pending[i])) / FixedPoint.Scale;

        private decimal Price(int i) => prices[i] / (decimal)FixedPoint.Scale;

        private static decimal Sum(Func<int, decimal> of) => of(0) + of(1) + of(2);

        private void Move()
        {
            for (int i = 0; i < prices.Length; i++)
            {
                double jump = random.Next(20) == 0 ? 0.05 : 0.004;
                prices[i] = Math.Max(10_000_000, (long)(prices[i] * (1 + jump * (random.NextDouble() - 0.5))) / 10_000_000 * 10_000_000);
            }
        }

        // Resting orders fill, lost ones turn up or are found absent.
        private void Settle()
        {
            for (int i = 0; i < pending.Length; i++)
            {
                if (pending[i] == 0 || random.Next(2) == 0) continue;
                unknown[i] = false;
                if (random.Next(3) == 0) pending[i] = 0;
                else Fill(i);
            }
        }

        private void Fill(int i)
        {
            Trade(i, pending[i] > 0 ? Side.Buy : Side.Sell, Math.Abs(pending[i]));
            pending[i] = 0;
        }

        private void Trade(int i, Side side, long quantity)
        {
            long signed = side == Side.Buy ? quantity : -quantity;
            held[i] += signed;
            cash -= Price(i) * signed / FixedPoint.Scale + Price(i) * quantity / FixedPoint.Scale * 0.0005m;
        }
    }
}
