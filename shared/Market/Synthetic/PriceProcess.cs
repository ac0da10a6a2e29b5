using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// The fair price behind a synthetic market, advanced in steps of any length. Volatility is stochastic on two time
/// scales (log-normal Ornstein–Uhlenbeck, after Heston-type and multi-scale models), jumps come by Poisson's law (Merton,
/// 1976), regimes by a Markov chain.
/// </summary>
/// <remarks>
/// <para>
/// With edge 0 the price is a martingale given everything there is, hidden state included: diffusion and jumps have mean
/// zero; the drift of a trend is paid back, on average exactly, by rare jumps against it; flow is persistent but only its
/// fresh part moves the price, at the moment it appears. Returns are simple, not logarithmic, so no convexity term is left.
/// </para>
/// <para>Every operation rounds the same on every machine; see <see cref="PortableMath"/>.</para>
/// </remarks>
internal sealed class PriceProcess
{
    /// <summary>0.55 per year, per square root of a second.</summary>
    private const double BaseVolatility = 0.55 / 5_615.692;

    private const double FastSpread = 0.4;
    private const double SlowSpread = 0.3;
    private const double FlowShareOfReturn = 0.5;
    private const double TrendJump = 0.007;
    private const double PriceMin = 20;

    private readonly Prng chance;
    private readonly double edge;
    private double fast;
    private double slow;
    private double newsToCome;
    private double shock;
    private RegimeTraits traits;
    private Decay decay;

    public PriceProcess(Prng chance, double price, double edge)
    {
        this.chance = chance;
        this.edge = edge;
        Price = price;
        fast = FastSpread * chance.NextGaussian();
        slow = SlowSpread * chance.NextGaussian();
        Flow = chance.NextGaussian();
        Enter((MarketRegime)chance.NextInt(4));
    }

    /// <summary>Fair price in quote currency; at least 20.</summary>
    public double Price { get; private set; }

    public MarketRegime Regime { get; private set; }

    /// <summary>Slow drift of order flow: mean 0, variance 1, memory of five minutes. A planted edge lies in it.</summary>
    public double Flow { get; private set; }

    /// <summary>Fresh order flow of the newest step: mean 0, variance 1; already in the price.</summary>
    public double FlowShock { get; private set; }

    /// <summary>Factor on the usual number of trades; about 1 on average.</summary>
    public double Activity { get; private set; } = 1;

    /// <summary>Direction of the trend: −1, 0 or 1.</summary>
    public int Trend => Math.Sign(traits.DriftPerHour);

    /// <summary>Lets news move the price: at once as far as the market is efficient, the edge's share later.</summary>
    /// <param name="impact">Return it is worth.</param>
    public void AddNews(double impact) => shock += impact * (1 - edge);

    /// <summary>The rest of the news, over the next minutes; nothing with edge 0.</summary>
    public void AddDelayedNews(double impact) => newsToCome += impact * edge;

    public void Advance(double seconds)
    {
        if (decay.Seconds != seconds) decay = Decay.Over(seconds);
        if (chance.NextDouble() * traits.LastsSeconds < seconds) Enter(NextRegime());
        MoveVolatility();
        MoveFlow();
        double volatility = BaseVolatility * traits.Volatility
            * PortableMath.Exp(fast + slow - FastSpread * FastSpread - SlowSpread * SlowSpread);
        double diffusion = volatility * decay.Root * (FlowShareOfReturn * FlowShock + OtherShare * chance.NextGaussian());
        double change = diffusion + Planted(volatility, seconds) + TrendReturn(seconds) + Jump(seconds) + News();
        Price = Math.Max(PriceMin, Price * (1 + Math.Clamp(change, -0.5, 0.5)));
    }

    private static double OtherShare { get; } = Math.Sqrt(1 - FlowShareOfReturn * FlowShareOfReturn);

    private MarketRegime NextRegime() => (MarketRegime)(((int)Regime + 1 + chance.NextInt(3)) % 4);

    private void Enter(MarketRegime regime)
    {
        Regime = regime;
        traits = RegimeTraits.Of(regime);
    }

    private void MoveVolatility()
    {
        fast = decay.Fast.Keep * fast + decay.Fast.Renew * FastSpread * chance.NextGaussian();
        slow = decay.Slow.Keep * slow + decay.Slow.Renew * SlowSpread * chance.NextGaussian();
        Activity = traits.Activity * PortableMath.Exp(fast - FastSpread * FastSpread / 2);
    }

    private void MoveFlow()
    {
        FlowShock = chance.NextGaussian();
        Flow = decay.Flow.Keep * Flow + decay.Flow.Renew * FlowShock;
    }

    /// <summary>Half a standard deviation of a minute's return per minute and unit of flow, times the edge.</summary>
    private double Planted(double volatility, double seconds) =>
        edge * 0.5 * Math.Clamp(Flow, -3, 3) * volatility * RootOfMinute * (seconds / 60);

    private static double RootOfMinute { get; } = Math.Sqrt(60);

    /// <summary>Drift, and with the rate that makes their sum zero on average (less the edge) a jump against it.</summary>
    private double TrendReturn(double seconds)
    {
        if (traits.DriftPerHour == 0) return 0;
        double drift = traits.DriftPerHour * seconds / 3_600;
        bool crashes = chance.NextDouble() * TrendJump < Math.Abs(drift) * (1 - edge);
        return crashes ? drift - Trend * TrendJump * (0.5 + chance.NextDouble()) : drift;
    }

    /// <summary>Heavy-tailed, to either side alike: 0.2 % over the cube root of a uniform number, at most 3 %.</summary>
    private double Jump(double seconds)
    {
        if (chance.NextDouble() * 3_600 >= traits.JumpsPerHour * seconds) return 0;
        double uniform = 1 - chance.NextDouble();
        double magnitude = Math.Min(0.03, 0.002 * PortableMath.Exp(-PortableMath.Log(uniform) / 3));
        return (chance.NextUInt64() & 1) == 0 ? magnitude : -magnitude;
    }

    private double News()
    {
        double now = shock + newsToCome * (1 - decay.News.Keep);
        shock = 0;
        newsToCome *= decay.News.Keep;
        return now;
    }

    /// <summary>What is left of the past after a step, and how much fresh noise keeps the variance.</summary>
    private readonly record struct Memory(double Keep, double Renew)
    {
        public static Memory Of(double memorySeconds, double stepSeconds)
        {
            double keep = PortableMath.Exp(-stepSeconds / memorySeconds);
            return new(keep, Math.Sqrt(1 - keep * keep));
        }
    }

    private readonly record struct Decay(double Seconds, double Root, Memory Fast, Memory Slow, Memory Flow, Memory News)
    {
        public static Decay Over(double seconds) => new(
            seconds,
            Math.Sqrt(seconds),
            Memory.Of(900, seconds),
            Memory.Of(28_800, seconds),
            Memory.Of(300, seconds),
            Memory.Of(180, seconds));
    }
}
