using Microsoft.AspNetCore.Http;
using Parley.Orchestrations;

namespace Parley.Functions;

/// <summary>Who calls: the platform's word, or on a laptop without the platform the one name that local settings give.</summary>
public sealed class Callers(bool isOnAzure, Authority local)
{
    public Caller Of(HttpRequest request) => isOnAzure
        ? EntraCaller.Read(request.Headers[EntraCaller.Header])
        : new("local", local);
}
