"""Filling in a form of the network as a browser does."""


def fill_in(client, url, **typed):
    """Open the form at `url`, type, and send it; everything else is sent as it stood there."""
    return send(client, url, opened(client, url), **typed)


def opened(client, url):
    """What the fields of the form at `url` hold when it is opened."""
    form = client.get(url).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, "")}


def send(client, url, values, **typed):
    return client.post(url, values | typed)
