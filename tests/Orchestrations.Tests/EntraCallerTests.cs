using System.Text;
using System.Text.Json;

namespace Parley.Orchestrations.Tests;

public sealed class EntraCallerTests
{
    [Theory]
    [InlineData(Authority.None)]
    [InlineData(Authority.Reader, "Parley.Reader")]
    [InlineData(Authority.Operator, "Parley.Reader", "Parley.Operator")]
    [InlineData(Authority.Principal, "Parley.Principal", "Parley.Reader")]
    [InlineData(Authority.None, "parley.principal", "Parley.Owner", "Parley.Principal ")]
    public void Of_several_roles_the_highest_counts(Authority expected, params string[] roles) =>
        EntraCaller.Read(Header([("scp", "user_impersonation"), ("preferred_username", "ann@example.org"), .. roles.Select(r => ("roles", r))]))
            .ShouldBe(new Caller("ann@example.org", expected));

    [Fact]
    public void A_program_never_has_more_than_operator()
    {
        EntraCaller.Read(Header([("roles", "Parley.Principal"), ("azp", "some-app")])).ShouldBe(new Caller("some-app", Authority.Operator));
        EntraCaller.Read(Header([("roles", "Parley.Principal"), ("scp", "x"), ("idtyp", "app")])).Authority.ShouldBe(Authority.Operator);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("e30=")]
    [InlineData("W10=")]
    [InlineData("eyJjbGFpbXMiOlt7InR5cCI6InJvbGVzIn1dfQ==")]
    public void Nonsense_is_nobody(string? header) => EntraCaller.Read(header).Authority.ShouldBe(Authority.None);

    private static string Header(IEnumerable<(string Type, string Value)> claims) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new { auth_typ = "aad", claims = claims.Select(c => new { typ = c.Type, val = c.Value }) })));
}
