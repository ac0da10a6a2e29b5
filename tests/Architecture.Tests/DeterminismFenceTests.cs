using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>
/// What a simulated run goes through must be the same on every run: nothing of it may leave the one thread, ask a clock of
/// its own, or depend on an order nobody promised. These are the traps .NET sets for that.
/// </summary>
public sealed partial class DeterminismFenceTests
{
    private static readonly string[] Places =
    [
        "shared/Domain/", "shared/Features/", "shared/Risk/", "shared/Execution/", "shared/Venues.Binance/", "shared/Venues.Simulated/",
        "shared/Simulation/", "orchestrations/Desk/", "orchestrations/Execution/",
    ];

    // The one asks which thread it is on, to notice escapes; the other runs whole seeds side by side, each alone on its thread.
    private static readonly string[] Exempt = ["shared/Simulation/Kernel/LoneScheduler.cs", "shared/Simulation/Running/Campaign.cs"];

    [Fact]
    [Trait("Invariant", "I-31")]
    public void Nothing_on_the_simulated_path_leaves_its_thread_or_its_clock()
    {
        string[] sources = [.. House.Files("*.cs").Where(p => Places.Any(place => House.Relative(p).StartsWith(place, StringComparison.Ordinal)))];
        sources.Length.ShouldBeGreaterThan(200);
        sources.Where(p => !Exempt.Contains(House.Relative(p))).SelectMany(Offences).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("await work.ConfigureAwait(false);")]
    [InlineData("_ = Task.Run(Work);")]
    [InlineData("await Task.Yield();")]
    [InlineData("await Task.WhenAny(first, second);")]
    [InlineData("await Task.Delay(1_000);")]
    [InlineData("new CancellationTokenSource(TimeSpan.FromSeconds(1))")]
    [InlineData("source.CancelAfter(timeout);")]
    [InlineData("ThreadPool.QueueUserWorkItem(Work);")]
    [InlineData("new Thread(Work).Start();")]
    [InlineData("Channel.CreateUnbounded<int>()")]
    [InlineData("PriorityQueue<Action, long> queue = new();")]
    [InlineData("ConcurrentDictionary<string, int> orders = new();")]
    [InlineData("orders.AsParallel()")]
    [InlineData("Parallel.ForEach(orders, Work);")]
    [InlineData("int slot = name.GetHashCode() % 8;")]
    [InlineData("HashCode.Combine(a, b)")]
    [InlineData("CultureInfo.CurrentCulture")]
    [InlineData("TimeZoneInfo.Local")]
    [InlineData("TimeProvider.System.GetUtcNow()")]
    [InlineData("DateTime.Now")]
    [InlineData("Stopwatch.GetTimestamp()")]
    [InlineData("Environment.TickCount64")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("    ~Gateway() => Close();")]
    public void The_fence_sees_an_offence(string line) => Unrepeatable().IsMatch(line).ShouldBeTrue();

    [Theory]
    [InlineData("await Task.Delay(interval, clock);")]
    [InlineData("PriorityQueue<Action, (long At, long Sequence)> entries = new();")]
    [InlineData("private readonly TimeProvider clock;")]
    [InlineData("ulong mask = ~(1UL << bit);")]
    public void The_fence_lets_work_be_done(string line) => Unrepeatable().IsMatch(line).ShouldBeFalse();

    private static IEnumerable<string> Offences(string path) =>
        File.ReadLines(path)
            .Select((line, i) => (line, number: i + 1))
            .Where(l => !l.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Unrepeatable().IsMatch(l.line))
            .Select(l => $"{House.Relative(path)}:{l.number}: {l.line.Trim()}");

    [GeneratedRegex(@"\.ConfigureAwait\(|\bTask\.(Run|Yield|WhenAny|Factory)\b|\bTask\.Delay\([^,()]*\)|new CancellationTokenSource\(\w|\.CancelAfter\(|\b(ThreadPool|Thread|Parallel|Channel|Stopwatch|Random|HashCode|ConcurrentDictionary|ConcurrentBag)\b[.(<]|AsParallel\(|PriorityQueue<\w+, \w+>|\.GetHashCode\(\)|CultureInfo\.CurrentCulture|TimeZoneInfo\.Local\b|TimeProvider\.System\b|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|Environment\.(TickCount|CurrentManagedThreadId|MachineName)|Guid\.NewGuid|^\s*~[A-Z]\w*\(\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Unrepeatable();
}
