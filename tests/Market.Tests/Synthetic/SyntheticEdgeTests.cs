using Parley.Domain;

namespace Parley.Market.Tests;

/// <summary>
/// Whether the past says anything about the future. A predictor's score on one market is the sum of sign × next return
/// over the root of the sum of squared returns: for a martingale it has mean 0 and variance 1 whatever the volatility does.
/// Over n markets the sum of scores over √n is then nearly standard normal. Seeds are fixed, so a run cannot flicker.
/// </summary>
public sealed class SyntheticEdgeTests
{
    private const int Markets = 20;

    [Fact]
    public void Without_an_edge_bars_foretell_nothing()
    {
        Math.Abs(BarScore(0, LastReturn)).ShouldBeLessThan(3);
        Math.Abs(BarScore(0, Imbalance)).ShouldBeLessThan(3);
        Math.Abs(BarScore(0, HourReturn)).ShouldBeLessThan(3);
    }

    [Fact]
    public void With_an_edge_flow_foretells_the_next_minute_the_more_the_stronger_it_is()
    {
        double weak = BarScore(0.3, Imbalance);
        double strong = BarScore(1, Imbalance);

        weak.ShouldBeGreaterThan(10);
        strong.ShouldBeGreaterThan(weak * 2);
    }

    [Fact]
    public void Without_an_edge_the_live_flow_foretells_nothing_and_with_one_it_does()
    {
        Math.Abs(LiveScore(0)).ShouldBeLessThan(3);
        LiveScore(1).ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Without_an_edge_arrived_news_foretells_nothing_and_with_one_it_does()
    {
        Math.Abs(NewsScore(0)).ShouldBeLessThan(3);
        NewsScore(1).ShouldBeGreaterThan(4);
    }

    [Fact]
    public void News_moves_the_price_between_publication_and_arrival_even_without_an_edge() =>
        PublicationScore(0).ShouldBeGreaterThan(5);

    [Fact]
    public void Volatility_clusters_and_returns_have_fat_tails()
    {
        double[] correlations = new double[15];
        double[] kurtoses = new double[15];
        for (int seed = 0; seed < correlations.Length; seed++)
        {
            double[] returns = Returns(History((ulong)seed, 0, days: 4).ConvertAll(bar => bar.Close.ToDouble()));
            double[] sizes = [.. returns.Select(Math.Abs)];
            correlations[seed] = Autocorrelation(sizes, lag: 5);
            kurtoses[seed] = Kurtosis(returns);
        }

        correlations.Average().ShouldBeGreaterThan(0.1);
        correlations.Count(value => value > 0).ShouldBeGreaterThanOrEqualTo(14);
        kurtoses.Min().ShouldBeGreaterThan(3);
    }

    private static double LastReturn(List<Bar> bars, int i) => bars[i].Close.ToDouble() - bars[i].Open.ToDouble();

    private static double Imbalance(List<Bar> bars, int i) => 2 * bars[i].TakerBuyVolume - bars[i].Volume;

    private static double HourReturn(List<Bar> bars, int i) => i < 60 ? 0 : bars[i].Close.ToDouble() - bars[i - 60].Close.ToDouble();

    private static List<Bar> History(ulong seed, double edge, int days)
    {
        MarketTape tape = new();
        using SyntheticMarket market = new(new() { Seed = seed + 1_000, PlantedEdge = edge, History = TimeSpan.FromDays(days) });
        for (int i = 0; i < days * 1_440; i++) market.Pump(tape);
        return tape.Bars;
    }

    private static double BarScore(double edge, Func<List<Bar>, int, double> predictor)
    {
        double sum = 0;
        for (int seed = 0; seed < Markets; seed++)
        {
            List<Bar> bars = History((ulong)seed, edge, days: 2);
            double[] returns = Returns(bars.ConvertAll(bar => bar.Close.ToDouble()));
            sum += Score(returns.Skip(1).Select((value, i) => (predictor(bars, i + 1), value)));
        }

        return sum / Math.Sqrt(Markets);
    }

    private static double LiveScore(double edge)
    {
        const int Few = 8;
        double sum = 0;
        for (int seed = 0; seed < Few; seed++)
        {
            MarketTape tape = MarketTape.Of(new()
            {
                Seed = (ulong)seed,
                PlantedEdge = edge,
                Duration = TimeSpan.FromHours(3),
                NewsPerHour = 0,
                EventsPerSecond = 5,
            });
            double[] returns = Returns(tape.MinuteMids);
            sum += Score(tape.MinuteImbalances.Zip(returns.Skip(1)));
        }

        return sum / Math.Sqrt(Few);
    }

    private static double NewsScore(double edge) =>
        NewsResponse(edge, item => item.IngestedAt, (item, minutes) => item.IngestedAt + TimeSpan.FromMinutes(minutes));

    private static double PublicationScore(double edge) =>
        NewsResponse(edge, item => item.PublishedAt, (item, _) => item.IngestedAt);

    /// <summary>Score of the sentiment's sign on the change of the mark price between two moments of a story.</summary>
    private static double NewsResponse(double edge, Func<NewsItem, Timestamp> from, Func<NewsItem, double, Timestamp> to)
    {
        MarketTape tape = MarketTape.Of(new()
        {
            Seed = 77,
            PlantedEdge = edge,
            NewsPerHour = 30,
            LyingNewsShare = 0.1,
            Duration = TimeSpan.FromHours(10),
            EventsPerSecond = 4,
        });
        Timestamp start = tape.Marks[0].VenueTime;
        double MarkAt(Timestamp moment) => tape.Marks[Math.Min((int)(moment - start).TotalSeconds, tape.Marks.Count - 1)].Mark.ToDouble();
        return Score(tape.News.Select(news =>
            (news.Item.Sentiment!.Value, MarkAt(to(news.Item, 4)) / MarkAt(from(news.Item)) - 1)));
    }

    private static double Score(IEnumerable<(double Signal, double Return)> cases)
    {
        double sum = 0, squares = 0;
        foreach ((double signal, double value) in cases)
        {
            sum += Math.Sign(signal) * value;
            squares += value * value;
        }

        return sum / Math.Sqrt(squares);
    }

    private static double[] Returns(List<double> prices) => [.. prices.Skip(1).Select((price, i) => price / prices[i] - 1)];

    private static double Autocorrelation(double[] values, int lag)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean));
        return values.Skip(lag).Select((value, i) => (value - mean) * (values[i] - mean)).Sum() / variance;
    }

    private static double Kurtosis(double[] values)
    {
        double mean = values.Average();
        double variance = values.Average(value => (value - mean) * (value - mean));
        return values.Average(value => Math.Pow(value - mean, 4)) / (variance * variance);
    }
}
