using System.Diagnostics;
using System.Text.Json;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Support;

/// <summary>Parses Bicep with the tree-sitter grammar, in one Node process for all tests.</summary>
internal static class Grammar
{
    private static readonly Lock Turn = new();
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 256 };
    private static readonly Lazy<Process> Parser = new(StartParser);

    /// <summary>The syntax tree of a text. Skips the running test when the grammar cannot be had.</summary>
    public static Node Parse(string text, string file, bool parameters = false)
    {
        NodeTools.Require();
        lock (Turn)
        {
            Process parser = Parser.Value;
            parser.StandardInput.WriteLine(JsonSerializer.Serialize(new { text, parameters }));
            parser.StandardInput.Flush();
            string answer = parser.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"The parser ended before it had read {file}.");
            RawNode raw = JsonSerializer.Deserialize<RawNode>(answer, Deep)!;
            return Node.From(raw, file);
        }
    }

    // The process ends by itself when this one closes its standard input.
    private static Process StartParser() => NodeTools.Start("syntax.mjs");
}
