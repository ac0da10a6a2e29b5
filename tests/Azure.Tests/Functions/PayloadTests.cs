using System.Text.Json;
using Parley.Execution;

namespace Parley.Azure.Tests;

/// <summary>Payloads between workflows and activities: written by the type at hand, read by the type that was declared.</summary>
public sealed class PayloadTests
{
    private static readonly JsonSerializerOptions Options = DurableJson.Of(CloudJson.Options);

    [Fact]
    public void A_message_says_which_it_is_although_the_engine_knows_only_its_own_type()
    {
        OrderIntents intents = new(
            "d1", new("BTCUSDT"), default, default, DecisionAction.Exit, Side.Sell, 0.6, null, "", IntentHash.Of([]), []);
        object message = intents;
        string written = JsonSerializer.Serialize(message, Options);
        JsonSerializer.Deserialize<EdgeMessage>(written, Options).ShouldBeOfType<OrderIntents>().DecisionId.ShouldBe("d1");
        JsonSerializer.Deserialize<OrderIntents>(written, Options).ShouldNotBeNull().DecisionId.ShouldBe("d1");
        // As the desk itself writes and reads it.
        CloudJson.Read<EdgeMessage>(CloudJson.Write<EdgeMessage>(intents), "It").ShouldBeOfType<OrderIntents>();
        JsonSerializer.Deserialize<EdgeMessage>(CloudJson.Write<EdgeMessage>(intents).Span, Options).ShouldBeOfType<OrderIntents>();
    }

    [Fact]
    public void A_type_of_the_engines_own_is_written_too()
    {
        string written = JsonSerializer.Serialize((object)new Foreign("x", [1.5]), Options);
        JsonSerializer.Deserialize<Foreign>(written, Options).ShouldNotBeNull().Values.ShouldBe([1.5]);
    }

    private sealed record Foreign(string Name, double[] Values);
}
