using System.Globalization;
using System.Text;

namespace Parley.Simulation;

/// <summary>The one line that runs a seed again.</summary>
public static class Reproduction
{
    public static string LineFor(SeedTerms terms)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"parley simulate --seed {terms.Seed}");
        if (terms.Families != FaultFamily.All) line.Append(CultureInfo.InvariantCulture, $" --families \"{terms.Families}\"");
        if (terms.OrderShare != 1) line.Append(CultureInfo.InvariantCulture, $" --order-share {terms.OrderShare}");
        if (terms.Steps != long.MaxValue) line.Append(CultureInfo.InvariantCulture, $" --steps {terms.Steps}");
        if (terms.Level is { } level) line.Append(CultureInfo.InvariantCulture, $" --level {level}");
        if (terms.Mutant != Mutant.None) line.Append(CultureInfo.InvariantCulture, $" --mutant {terms.Mutant}");
        return line.ToString();
    }
}
