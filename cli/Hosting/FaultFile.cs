using Parley.Cli.Output;
using Parley.Hosting;
using Parley.Venues.Simulated.Binance;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Parley.Cli.Hosting;

/// <summary>Reads what is to go wrong at the simulated venue; <c>docs/venue.md</c> says what can be written.</summary>
public static class FaultFile
{
    private static readonly IDeserializer Reader = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeMapping<IReadOnlyList<FaultStretch>, List<FaultStretch>>()
        .Build();

    /// <exception cref="CliException">There is no such file, or it says something that is not understood.</exception>
    public static VenueFaultPlan Read(string path)
    {
        if (!File.Exists(path)) throw new CliException(ExitCode.NotFound, $"there is no faults file {path}.");
        try
        {
            VenueFaultPlan plan = Reader.Deserialize<VenueFaultPlan?>(File.ReadAllText(path)) ?? new VenueFaultPlan();
            plan.Validate();
            return plan;
        }
        catch (YamlException e)
        {
            throw new CliException(ExitCode.Configuration, $"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}");
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new CliException(ExitCode.Configuration, $"{path}: {e.Message.Split('\n')[0]}");
        }
    }
}
