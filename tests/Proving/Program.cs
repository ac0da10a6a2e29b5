using System.Globalization;
using Parley.Domain;
using Parley.Orchestrations;
using Parley.Proving;
using Parley.Stores;

if (args is ["kills", .. var rest]) return await KillAsync(rest);
if (args.Length == 5) return await LiveAsync(args);
Console.Error.WriteLine("usage: proving kills [N [SIDE-BY-SIDE]]");
Console.Error.WriteLine("       proving ADDRESS futures|spot INSTRUMENTS LEDGER POINT|live");
return 4;

// N kills at each point of the order path, a few side by side. The first at each point waits until every outcome is known.
static async Task<int> KillAsync(string[] args)
{
    int kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
    int sideBySide = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 4;
    string program = Path.Combine(AppContext.BaseDirectory, "Parley.Proving.dll");
    List<KillOutcome> outcomes = [];
    IEnumerable<(Point Point, bool Waits)> all = Enumerable.Range(0, kills).SelectMany(kill => Point.All.Select(p => (p.AtKill(kill), kill == 0)));
    await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = sideBySide }, async (kill, _) =>
    {
        KillOutcome outcome = await KillProof.RunAsync(program, kill.Point, kill.Waits);
        lock (outcomes) outcomes.Add(outcome);
        Console.Error.WriteLine(outcome);
    });
    Console.WriteLine($"{"point",-22}{"kills",7}{"recovered",11}{"sent twice",12}{"differences",13}{"longest bare",14}");
    foreach (var point in outcomes.GroupBy(o => (o.Point.Step, o.Point.After)).OrderBy(g => g.Key))
    {
        string where = $"{point.Key.Step} {(point.Key.After ? "after" : "before")}";
        Console.WriteLine(FormattableString.Invariant(
            $"{where,-22}{point.Count(),7}{point.Count(o => o.Died && o.Recovered && o.Lost == 0),11}{point.Sum(o => o.Books.SentTwice),12}{point.Sum(o => o.Books.Differences.Count),13}{point.Max(o => o.Bare).TotalSeconds,12:0.00} s"));
    }

    Console.WriteLine(FormattableString.Invariant(
        $"{outcomes.Count} kills, {outcomes.Sum(o => o.Books.Orders)} orders, {outcomes.Sum(o => o.Books.Trades)} trades, {outcomes.Count(o => !o.Holds)} that did not hold"));
    return outcomes.TrueForAll(o => o.Holds) ? 0 : 1;
}

// A desk that lives until it is told on standard input to end, when every outcome is known (`end`) or without waiting for
// those that are not (`leave`); or until it dies at a point of the order path.
static async Task<int> LiveAsync(string[] args)
{
    Reaper reaper = new(args[4] == "live" ? null : Point.Parse(args[4]));
    IReadOnlyList<Symbol> symbols = SocketVenue.Symbols(int.Parse(args[2], CultureInfo.InvariantCulture));
    using MortalJournal journal = new(FileJournal.Open(args[3]), reaper);
    using Trader trader = await Trader.OpenAsync(
        new Uri(args[0]), args[1] == "futures", symbols, journal, TimeSpan.FromMilliseconds(100), venue => new MortalGateway(venue, reaper), NoObserver.Instance);
    Console.WriteLine(FormattableString.Invariant($"ready {Timestamp.From(TimeProvider.System.GetUtcNow()).Nanoseconds}"));
    Task<string?> told = Task.Run(Console.ReadLine);
    while (!told.IsCompleted) trader.Turn();
    bool waits = await told != "leave";
    trader.IsEnding = true;
    while (waits ? !trader.IsFlat : !trader.IsFlatButUnknown) trader.Turn();
    trader.Finish();
    return 0;
}
