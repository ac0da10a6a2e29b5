using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Parley.Execution.Tests;

/// <summary>Runs the verifier printed in docs/ledger.md: what the page promises to auditors must be true.</summary>
public sealed partial class LedgerPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-page-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_printed_verifier_accepts_an_intact_ledger_and_names_a_damaged_record()
    {
        string script = Script();
        byte[] intact = LedgerSample.Bytes();
        string root = LedgerSample.Verify(intact).Root;
        Run(script, intact, root).ShouldBe((0, $"{LedgerSample.Records} records are intact; root {root}"));

        int record = 1;
        for (int i = 0; i < intact.Length; i++)
        {
            // Every run starts an interpreter, so a few places have to do: hashes, texts, the last line break.
            if (i % 211 == 0 || i == intact.Length - 1)
            {
                byte[] damaged = [.. intact];
                damaged[i] ^= 0x20;
                Run(script, damaged, null).ShouldBe((1, $"record {record} is wrong"));
            }

            if (intact[i] == '\n') record++;
        }

        int last = LedgerSample.Lines(intact)[^1].Length;
        Run(script, intact[..^last], root).ShouldBe((1, "records are missing from the end, or this is another ledger"));
    }

    private static string Script()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Serverless.sln"))) root = Path.GetDirectoryName(root);
        // With a build output outside the repository the way up does not lead there; the source path does.
        root ??= RootOfSource();
        Match block = PythonBlock().Match(File.ReadAllText(Path.Combine(root, "docs", "ledger.md")).ReplaceLineEndings("\n"));
        block.Success.ShouldBeTrue("docs/ledger.md holds no python block");
        return block.Groups["script"].Value;
    }

    private static string RootOfSource([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", ".."));

    private (int Code, string Output) Run(string script, byte[] ledger, string? root)
    {
        string scriptPath = Path.Combine(folder, "verify.py");
        string ledgerPath = Path.Combine(folder, "ledger.jsonl");
        File.WriteAllText(scriptPath, script);
        File.WriteAllBytes(ledgerPath, ledger);
        string[] arguments = root is null ? [scriptPath, ledgerPath] : [scriptPath, ledgerPath, root];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("python3", arguments)
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                StandardOutputEncoding = Encoding.UTF8,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 not found on PATH: the verifier in docs/ledger.md was not run.");
            throw;
        }
    }

    [GeneratedRegex("```python\n(?<script>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PythonBlock();
}
