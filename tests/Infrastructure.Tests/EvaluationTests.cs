using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests;

/// <summary>The evaluation that all other rules rest on.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("'a${1}-${'b'}'", "a1-b")]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("true && !false ? 'yes' : 'no'", "yes")]
    [InlineData("empty([]) ? 'yes' : 'no'", "yes")]
    [InlineData("toLower('ABC')", "abc")]
    [InlineData("replace('a.b', '.', '-')", "a-b")]
    [InlineData("cidrSubnet('10.20.0.0/16', 24, 2)", "10.20.2.0/24")]
    [InlineData("union({ a: 'x' }, { a: 'y' }).a", "y")]
    [InlineData("concat(['a'], ['b'])[1]", "b")]
    [InlineData("map([1, 2], n => { v: 'n${n}' })[1].v", "n2")]
    [InlineData("filter(['a', 'b'], t => (t != 'a'))[0]", "b")]
    [InlineData("items({ b: '2', a: '1' })[0].value", "1")]
    [InlineData("json('[\"a\"]')[0]", "a")]
    [InlineData("null ?? 'other'", "other")]
    [InlineData("subscriptionResourceId('A.B/c', 'd')", "/subscriptions/00000000-0000-0000-0000-000000000000/providers/A.B/c/d")]
    [InlineData("resourceId('A.B/c/e', 'd', 'f')", "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-of-a-test/providers/A.B/c/d/e/f")]
    public void An_expression_has_a_value(string expression, string expected) =>
        Output($"output result string = {expression}").ShouldBe(new Text(expected));

    [Fact]
    public void What_only_Azure_knows_stays_open()
    {
        Value value = Output("resource a 'A.B/c@1' = { name: 'one' }\noutput result string = 'x-${a.properties.endpoint}'");
        value.ShouldBe(new Text("x-‹one.properties.endpoint›"));
        ((Text)value).IsKnown.ShouldBeFalse();
    }

    [Fact]
    public void A_loop_makes_one_resource_per_turn_and_a_condition_leaves_some_out()
    {
        Deployment deployment = Templates.DeployText("""
            resource all 'A.B/c@1' = [for (name, i) in ['a', 'b', 'c']: if (name != 'b') { name: '${name}${i}' }]
            resource none 'A.B/d@1' = if (false) { name: 'd' }
            """);
        deployment.Resources.Select(r => r.Name).ShouldBe(["a0", "c2"]);
    }

    [Fact]
    public void Ids_follow_parents_and_scopes()
    {
        Deployment deployment = Templates.DeployText("""
            resource a 'A.B/c@1' = { name: 'one' }
            resource b 'A.B/c/d@1' = { parent: a, name: 'two' }
            resource e 'E.F/g@1' = { scope: b, name: 'three' }
            """);
        deployment.Resources.Single(r => r.Name == "three").Id.ShouldEndWith("/providers/A.B/c/one/d/two/providers/E.F/g/three");
    }

    [Theory]
    [InlineData("output result string = nobody", "nothing is called nobody")]
    [InlineData("output result string = unheardOf('x')", "no function unheardOf")]
    [InlineData("output result string = 1", "is given something else")]
    [InlineData("param a string", "is not given")]
    [InlineData("param a int = 'x'", "is given something else")]
    [InlineData("@allowed(['x'])\nparam a string = 'y'", "outside its @allowed")]
    [InlineData("@maxValue(3)\nparam a int = 4", "outside its @maxValue")]
    [InlineData("@minLength(1)\nparam a array = []", "outside its @minLength")]
    [InlineData("param a {\n  b: string\n} = { c: 'x' }", "lacks b")]
    [InlineData("param a {\n  b: string\n} = { b: 'x', c: 'x' }", "has no c")]
    [InlineData("var a = { b: 1, b: 2 }", "given twice")]
    [InlineData("var a = 1\nvar a = 2", "declared twice")]
    [InlineData("resource a 'A.B/c/d@1' = { name: 'x' }", "wants a parent")]
    [InlineData("resource a 'A.B/c@1' = { name: 'x' }\nresource b 'A.X/c/d@1' = { parent: a, name: 'x' }", "cannot be the parent")]
    [InlineData("resource a 'A.B/c' = { name: 'x' }", "has no API version")]
    [InlineData("module a 'modules/budget.bicep' = { name: 'a', params: { other: 1 } }", "has no parameter other")]
    [InlineData("module a 'modules/budget.bicep' = { name: 'a' }", "is not given")]
    [InlineData("import { nothing } from 'modules/roles.bicep'", "has no nothing")]
    [InlineData("var a = loadTextContent('none.txt')", "there is no file bicep/none.txt")]
    [InlineData("resource a 'A.B/c@1' = if (b.properties.x == 1) { name: 'x' }\nresource b 'A.B/c@1' = { name: 'y' }", "only Azure knows")]
    public void A_mistake_has_a_place_and_a_reason(string text, string expected)
    {
        string message = Should.Throw<BicepException>(() => Templates.DeployText(text)).Message;
        message.ShouldContain(expected);
        message.ShouldMatch(@"^\S+:[0-9]+: ");
    }

    private static Value Output(string text) => Templates.DeployText(text).Root.Outputs["result"];
}
