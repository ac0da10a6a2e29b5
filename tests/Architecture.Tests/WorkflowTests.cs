using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>
/// Workflows are replayed, so the same history must lead the same way: no clock, no chance, no thread and no I/O but what
/// their context gives. <c>CancelAsync</c> and <c>ConfigureAwait(false)</c> go on elsewhere, and the workflow hangs.
/// </summary>
public sealed partial class WorkflowTests
{
    [Fact]
    public void Workflows_name_nothing_that_replays_differently()
    {
        string[] files = [.. House.Files("*.workflow.cs")];
        files.Length.ShouldBeGreaterThan(4);
        files.SelectMany(Offences).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("await abandoned.CancelAsync();")]
    [InlineData("await context.CallAsync(Look, key).ConfigureAwait(false);")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("_ = Task.Run(() => 1);")]
    [InlineData("await Task.Yield();")]
    [InlineData("TimeProvider clock = TimeProvider.System;")]
    [InlineData("DateTime now = DateTime.UtcNow;")]
    [InlineData("DateTimeOffset now = default;")]
    [InlineData("string id = Guid.NewGuid().ToString();")]
    [InlineData("Environment.GetEnvironmentVariable(\"X\")")]
    [InlineData("Stopwatch.GetTimestamp()")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("new HttpClient()")]
    public void The_rule_sees_an_offence(string line) => Unrepeatable().IsMatch(line).ShouldBeTrue();

    [Theory]
    [InlineData("abandoned.Cancel();")]
    [InlineData("await context.DelayAsync(Pause, CancellationToken.None);")]
    [InlineData("Timestamp asked = context.Now;")]
    public void The_rule_lets_a_workflow_work(string line) => Unrepeatable().IsMatch(line).ShouldBeFalse();

    private static IEnumerable<string> Offences(string path) =>
        File.ReadLines(path)
            .Select((line, i) => (line, number: i + 1))
            .Where(l => !l.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Unrepeatable().IsMatch(l.line))
            .Select(l => $"{House.Relative(path)}:{l.number}: {l.line.Trim()}");

    [GeneratedRegex(@"\b(CancelAsync|ConfigureAwait|TimeProvider|DateTime|DateTimeOffset|NewGuid|Environment|Stopwatch|Random|HttpClient|Thread|Parallel)\b|\bTask\.(Delay|Run|Yield|Factory)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Unrepeatable();
}
