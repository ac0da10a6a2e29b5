using System.CommandLine;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Cli.Verbs;

/// <summary><c>features</c>: every feature of recorded data as a CSV table, one row per bar.</summary>
public static class FeaturesVerb
{
    private static readonly Option<string[]> DataOption = new("--data") { Description = "Candles, trades or recordings; several files follow one another. From trades bars are built, and flow features are told too.", HelpName = "PATH", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> TimeframeOption = new("--timeframe", "-i") { Description = "One row per bar of it. Default: that of the candles, 1m for trades and recordings.", HelpName = "TF" };
    private static readonly Option<string[]> WithOption = new("--with") { Description = "Longer timeframes, for example 1h,1d,1w: every row tells their last bar closed by its own close. Default: none.", HelpName = "TF,…" };
    private static readonly Option<string[]> AgainstOption = new("--against") { Description = "Data of another market to compare with (columns vs_SYMBOL.*, market.*); may be given several times.", HelpName = "PATH" };
    private static readonly Option<string[]> FundingOption = new("--funding") { Description = "History of settled funding rates: [[ms, rate, …], …] or CSV with Date and Funding Rate. May be given for several venues; the first is the market's own. A rate is known from its settlement on.", HelpName = "VENUE=PATH" };
    private static readonly Option<string[]> OffsetOption = new("--funding-offset") { Description = "How far the clock of the funding files runs ahead of UTC, for example 3h; VENUE=3h for one of them.", HelpName = "TIME" };
    private static readonly Option<string[]> ColumnsOption = new("--columns") { Description = "Features to write, with * and ?: 5m.sma_*, or without a dot in every group: rsi_14,atr*. Default: all.", HelpName = "PATTERN,…" };
    private static readonly Option<string?> RangeOption = new("--timerange") { Description = "Rows of these UTC days, either side open: 20220101-20220301. Earlier bars still warm the features up.", HelpName = "A-B" };
    private static readonly Option<string?> SymbolOption = new("--symbol", "-p") { Description = "Where the data do not say it, or hold several." };
    private static readonly Option<string?> OutOption = new("--out", "-o") { Description = "File to write; it appears when it is whole. Default: standard output.", HelpName = "FILE.csv" };

    public static Command Create()
    {
        var command = new Command("features",
            "Every feature of recorded data as CSV: one row per closed bar, telling what was known at its close. An empty cell is a "
            + "value not known. after_gap is 1 where bars are missing before or within the row's bar, missing_bars says how many before it.")
        {
            DataOption, TimeframeOption, WithOption, AgainstOption, FundingOption, OffsetOption, ColumnsOption, RangeOption, SymbolOption, OutOption,
        };
        command.SetAction((parsed, cancellation) =>
        {
            FeatureTableRequest request = RequestOf(parsed);
            Terminal terminal = parsed.Terminal();
            if (parsed.GetValue(OutOption) is { } file)
            {
                FeatureTableResult result = WriteFile(request, file, terminal, cancellation);
                FeatureTableSummary.Write(terminal, result, file);
                terminal.Document(FeatureTableSummary.Document(result, file));
            }
            else
            {
                if (terminal.Json) throw new CliException(ExitCode.Configuration, "--json needs --out FILE: without it the table itself goes to standard output.");
                FeatureTableSummary.NoteGaps(FeatureTable.Write(request, Console.OpenStandardOutput, _ => { }, cancellation));
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static FeatureTableRequest RequestOf(ParseResult parsed)
    {
        string? symbol = parsed.GetValue(SymbolOption);
        string? timeframe = parsed.GetValue(TimeframeOption);
        Timeframe[] longer = [.. Listed(parsed.GetValue(WithOption)).Select(t => Timeframe("--with", t)).Distinct().Order()];
        return new(
            parsed.GetValue(DataOption)!, symbol is null ? null : new Symbol(symbol.ToUpperInvariant()),
            timeframe is null ? null : Timeframe("--timeframe", timeframe), longer, parsed.GetValue(AgainstOption) ?? [],
            Funding(parsed.GetValue(FundingOption) ?? [], parsed.GetValue(OffsetOption) ?? []),
            [.. Listed(parsed.GetValue(ColumnsOption))], TimeRange.Parse(parsed.GetValue(RangeOption)));
    }

    // Written beside the target and renamed when whole: what bears the name is never half a table.
    private static FeatureTableResult WriteFile(FeatureTableRequest request, string file, Terminal terminal, CancellationToken cancellation)
    {
        string target = Path.GetFullPath(file);
        if (Directory.Exists(target)) throw new CliException(ExitCode.Configuration, $"--out {file} is a directory; name a file in it.");
        if (request.Inputs.FirstOrDefault(input => Real(input) == Real(target)) is { } same)
            throw new CliException(ExitCode.Configuration, $"--out {file} would overwrite its own input {same}.");
        string partial = $"{target}.{Environment.ProcessId}.partial";
        try
        {
            FeatureTableResult result = terminal.WithProgress($"features of {Path.GetFileName(request.Paths[0])}", progress => FeatureTable.Write(
                request,
                () =>
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    return File.Create(partial);
                },
                progress, cancellation));
            File.Move(partial, target, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static string Real(string path)
    {
        string full = Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } pointed ? pointed.FullName : full;
    }

    private static FundingFile[] Funding(string[] files, string[] offsets)
    {
        Dictionary<string, TimeSpan> ahead = [];
        foreach (string offset in offsets)
        {
            int at = offset.IndexOf('=', StringComparison.Ordinal);
            ahead[at < 0 ? "" : offset[..at]] = Offset(offset, offset[(at + 1)..]);
        }

        List<FundingFile> found = [];
        foreach (string file in files)
        {
            int at = file.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == file.Length - 1) throw new CliException(ExitCode.Configuration, $"--funding {file}: write VENUE=PATH.");
            string venue = file[..at];
            if (found.Exists(f => f.Venue == venue)) throw new CliException(ExitCode.Configuration, $"--funding {venue} is given twice.");
            found.Add(new(venue, file[(at + 1)..], ahead.TryGetValue(venue, out TimeSpan own) ? own : ahead.GetValueOrDefault("")));
        }

        if (ahead.Keys.FirstOrDefault(v => v.Length > 0 && !found.Exists(f => f.Venue == v)) is { } stray)
            throw new CliException(ExitCode.Configuration, $"--funding-offset {stray}: there is no --funding {stray}=PATH.");
        return [.. found];
    }

    private static TimeSpan Offset(string option, string text)
    {
        bool behind = text.StartsWith('-');
        if (!Domain.Timeframe.TryParse(behind ? text[1..] : text, out Timeframe length))
            throw new CliException(ExitCode.Configuration, $"--funding-offset {option}: write for example 3h or -90m.");
        return behind ? length.Duration.Negate() : length.Duration;
    }

    private static Timeframe Timeframe(string option, string text) => Domain.Timeframe.TryParse(text, out Timeframe timeframe)
        ? timeframe
        : throw new CliException(ExitCode.Configuration, $"{option} {text}: write for example 30s, 1m, 5m, 1h, 1d or 1w.");

    private static IEnumerable<string> Listed(string[]? options) =>
        (options ?? []).SelectMany(o => o.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
