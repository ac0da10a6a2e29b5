using System.CommandLine;
using System.Globalization;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Cli.Verbs;

/// <summary><c>data list|check|import</c>.</summary>
public static class DataVerb
{
    private const string Extension = ".parley.gz";

    private static readonly Option<string?> SymbolOption = new("--symbol") { Description = "Where the data do not say it." };
    private static readonly Option<string?> TimeframeOption = new("--timeframe", "-i") { Description = "Of candles, where the data do not say it: 1m, 5m, 1h …" };

    public static Command Create() => new("data", "Market data: list, check, import.") { List(), Check(), Import() };

    public static MarketFileOptions FileOptions(string? symbol, string? timeframe)
    {
        if (timeframe is not null && !Timeframe.TryParse(timeframe, out _))
            throw new CliException(ExitCode.Configuration, $"--timeframe {timeframe}: write for example 30s, 1m, 5m, 1h or 1d.");
        return new(symbol is null ? null : new Symbol(symbol.ToUpperInvariant()), timeframe is null ? null : Timeframe.Parse(timeframe));
    }

    private static Command List()
    {
        var directory = new Argument<string?>("directory") { Description = "Where to look; the data directory's data/ without it.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Market data files in a directory and below, and what they are.") { directory, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            string root = parsed.GetValue(directory) ?? DataIn(parsed.LoadConfig("base"));
            if (!Directory.Exists(root)) throw new CliException(ExitCode.NotFound, $"there is no directory {root}; `parley data import FILE` fills it.");
            FoundFile[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Look).OfType<FoundFile>()];
            if (files.Length == 0) throw new CliException(ExitCode.NotFound, $"no market data under {root}: looked for candles, trades and recordings by content.");
            Terminal terminal = parsed.Terminal();
            terminal.Table(["File", "Kind", "Symbol", "Timeframe", "From", ">Bytes"], files.Select(f => (IReadOnlyList<string>)
                [Path.GetRelativePath(root, f.File), f.Kind, f.Symbols, f.Timeframe ?? "", f.From, f.Bytes.ToString("N0", CultureInfo.InvariantCulture)]));
            terminal.Document(files);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "A file of market data." };
        var command = new Command("check", "Read a whole file and report gaps, duplicates, spikes, book chain, and the first error.") { file, SymbolOption, TimeframeOption };
        command.SetAction(parsed =>
        {
            Terminal terminal = parsed.Terminal();
            DataReport report = DataCheck.RunFile(parsed.GetValue(file)!, FileOptions(parsed.GetValue(SymbolOption), parsed.GetValue(TimeframeOption)));
            DataReportTable.Write(terminal, report);
            terminal.Document(DataReportTable.Document(report));
            if (report.Error is not null && !terminal.Json) Terminal.Note($"parley: {report.Error}");
            return report.IsReadable ? ExitCode.Ok : ExitCode.Error;
        });
        return command;
    }

    private static Command Import()
    {
        var files = new Argument<string[]>("files") { Description = "Files that follow one another.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out", "-o") { Description = $"File to write; without it, NAME{Extension} in the data directory's data/.", HelpName = "FILE" };
        var command = new Command("import", "Convert any market data the tool understands into its own recording format.")
        {
            files, output, SymbolOption, TimeframeOption, CommonOptions.DataDirectory, CommonOptions.ConfigFiles,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string[] paths = parsed.GetValue(files)!;
            string target = parsed.GetValue(output) ?? Path.Combine(DataIn(parsed.LoadConfig("base")), Path.GetFileName(paths[0]).Split('.')[0] + Extension);
            if (File.Exists(target)) throw new CliException(ExitCode.Error, $"{target} exists already; choose another with --out.");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            Terminal terminal = parsed.Terminal();
            MarketFileOptions options = FileOptions(parsed.GetValue(SymbolOption), parsed.GetValue(TimeframeOption));
            long frames = terminal.WithProgress($"importing {Path.GetFileName(paths[0])}", progress => Convert(paths, options, target, progress, cancellation));
            terminal.Line($"{frames} records written to {target}.");
            terminal.Document(new { frames, file = target });
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    // Written beside the target and renamed when whole: a failed import leaves nothing that looks like data.
    private static long Convert(string[] paths, MarketFileOptions options, string target, Action<double> progress, CancellationToken cancellation)
    {
        string partial = target + ".partial";
        try
        {
            long frames;
            using (IMarketSource source = MarketFiles.OpenAll(paths, options))
            using (var recorder = new MarketRecorder(File.Create(partial)))
            {
                while (source.Pump(recorder))
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (source.FramesRead % 4_096 == 0) progress(source.Progress ?? 0);
                }

                frames = source.FramesRead;
            }

            File.Move(partial, target);
            return frames;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static string DataIn(ParleyConfig config) => Path.Combine(config.DataDirectory, "data");

    private static FoundFile? Look(string path)
    {
        try
        {
            MarketFacts facts = MarketProbe.Of([path], new MarketFileOptions { AllowTornTail = true });
            return new(path, facts.Kind.ToString(), string.Join(", ", facts.Symbols.Select(s => s.Value)), facts.Timeframe?.ToString(), facts.From.ToString(), new FileInfo(path).Length);
        }
        catch (Exception e) when (e is MarketDataException or CliException)
        {
            return null;
        }
    }

    private sealed record FoundFile(string File, string Kind, string Symbols, string? Timeframe, string From, long Bytes);
}
