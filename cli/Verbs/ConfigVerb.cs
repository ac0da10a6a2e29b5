using System.CommandLine;
using System.Text.Json;
using Parley.Cli.Output;
using Parley.Hosting;

namespace Parley.Cli.Verbs;

/// <summary><c>config show|validate|schema</c>.</summary>
public static class ConfigVerb
{
    public static Command Create()
    {
        Option<string?> profile = CommonOptions.Profile("paper");
        var show = new Command("show", "Print the resolved configuration.") { profile, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        show.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig(parsed.GetValue(profile)!);
            if (parsed.GetValue(CommonOptions.Json)) Console.WriteLine(JsonSerializer.Serialize(config, ConfigJson.Options));
            else Console.Write(Yaml.Write(JsonSerializer.SerializeToNode(config, ConfigJson.Options)!));
            return ExitCode.Ok;
        });

        var validate = new Command("validate", "Check the configuration and say what is wrong.") { profile, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        validate.SetAction(parsed =>
        {
            parsed.LoadConfig(parsed.GetValue(profile)!);
            Terminal terminal = parsed.Terminal();
            terminal.Line($"The configuration of profile {parsed.GetValue(profile)} is valid.");
            terminal.Document(new { valid = true, profile = parsed.GetValue(profile) });
            return ExitCode.Ok;
        });

        var schema = new Command("schema", "Print the JSON Schema of a configuration file, for editors.");
        schema.SetAction(_ =>
        {
            Console.WriteLine(ConfigJson.Schema().ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            return ExitCode.Ok;
        });

        return new Command("config", "Show, check and describe the configuration.") { show, validate, schema };
    }
}
